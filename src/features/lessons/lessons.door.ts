import { Injectable } from '@nestjs/common';
import type { WriteTx } from '../../platform/database/tx.js';
import { type LessonSource, LessonsRepository } from './lessons.repository.js';
import type { LessonKind } from './lessons.rules.js';

/** What other rooms may do with lessons. */
@Injectable()
export class LessonsDoor {
  constructor(private readonly repository: LessonsRepository) {}

  /** Keeps what the client learned and shares. What the client keeps private never comes here. */
  async insert(tx: WriteTx, of: LessonSource, lessons: readonly { kind: LessonKind; text: string }[]): Promise<void> {
    if (lessons.length > 0) await this.repository.insert(tx, of, lessons);
  }
}
