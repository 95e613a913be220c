import { Injectable } from '@nestjs/common';
import { admitted } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { refused } from '../../../kernel/errors.js';
import type { Slice } from '../../../kernel/slices.js';
import { Database } from '../../../platform/database/database.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { StaffRepository } from './staff.repository.js';
import type { StaffMemberAnswer, StaffQueryParams } from './staff.schemas.js';

/** The staff. */
@Injectable()
export class StaffService {
  constructor(
    private readonly database: Database,
    private readonly repository: StaffRepository,
    private readonly ledger: Ledger,
  ) {}

  list(actor: StaffActor, query: StaffQueryParams): Promise<Slice<StaffMemberAnswer>> {
    return this.database.read(actor, (tx) => this.repository.list(tx, query));
  }

  get(actor: StaffActor, id: string): Promise<StaffMemberAnswer> {
    return this.database.read(actor, async (tx) => admitted(actor, 'staff.read', await this.repository.find(tx, id)));
  }

  /** Nobody of the staff gets in with this account any more, from the next request on. Nobody suspends themselves. */
  suspend(actor: StaffActor, id: string): Promise<StaffMemberAnswer> {
    return this.database.write(actor, async (tx) => {
      admitted(actor, 'staff.suspend', await this.repository.find(tx, id));
      if (id === actor.userId) throw refused('staff.not-yourself');
      if (await this.repository.suspend(tx, id))
        await this.ledger.record(tx, { name: 'staff.suspended', subjectId: id });
      return this.repository.last(tx, id);
    });
  }

  async reinstate(actor: StaffActor, id: string): Promise<void> {
    await this.database.write(actor, async (tx) => {
      admitted(actor, 'staff.suspend', await this.repository.find(tx, id));
      if (await this.repository.reinstate(tx, id))
        await this.ledger.record(tx, { name: 'staff.reinstated', subjectId: id });
    });
  }
}
