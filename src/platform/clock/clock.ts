import { Injectable } from '@nestjs/common';

/** The one source of "now" for rules. What expires is decided by the database's own clock. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
