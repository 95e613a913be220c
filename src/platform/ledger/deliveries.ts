import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { Ledger } from './ledger.js';
import { QuickLane } from './quick-lane.js';
import { SendingLane } from './sending-lane.js';

/** Carries ledger lines to their consumers: one lane for our own rows, one for mail, one for other servers. */
@Injectable()
export class Deliveries {
  private readonly lanes: readonly (QuickLane | SendingLane)[];

  constructor(database: Database, repository: DeliveriesRepository, ledger: Ledger) {
    this.lanes = [
      new QuickLane('quick', database, repository, ledger),
      new SendingLane('mail', database, repository, ledger),
      new SendingLane('outside', database, repository, ledger),
    ];
  }

  start(): void {
    for (const lane of this.lanes) lane.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }

  /** False when one of the lanes was started, and hangs. */
  get isTurning(): boolean {
    return this.lanes.every((lane) => lane.isTurning);
  }

  /** Handles everything that is due now, and what that causes; answers how much that was. */
  async drain(): Promise<number> {
    let handled = 0;
    for (let progress = 1; progress > 0; handled += progress) {
      progress = 0;
      for (const lane of this.lanes) progress += await lane.drain();
    }
    return handled;
  }
}
