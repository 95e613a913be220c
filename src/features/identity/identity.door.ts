import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import { StaffRepository } from './staff/staff.repository.js';

/** What other rooms may ask about the staff. */
@Injectable()
export class IdentityDoor {
  constructor(private readonly repository: StaffRepository) {}

  /** An active coach or supervisor of this organization. */
  canTakeClients(tx: Tx, coachId: string): Promise<boolean> {
    return this.repository.canTakeClients(tx, coachId);
  }

  /** Name and address to put on what goes to a client; null for an id that is not of this organization. */
  async contact(tx: Tx, coachId: string): Promise<{ name: string; email: string } | null> {
    return this.repository.find(tx, coachId);
  }
}
