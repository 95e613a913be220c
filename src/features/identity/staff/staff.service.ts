import { Injectable } from '@nestjs/common';
import { admitted } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { refused } from '../../../kernel/errors.js';
import type { Slice } from '../../../kernel/slices.js';
import { Credentials } from '../../../platform/auth/credentials.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { requireAnotherAdmin } from './roles.service.js';
import { StaffRepository } from './staff.repository.js';
import type { StaffMemberView, StaffQueryParams } from './staff.schemas.js';

/** The staff. */
@Injectable()
export class StaffService {
  constructor(
    private readonly database: Database,
    private readonly repository: StaffRepository,
    private readonly ledger: Ledger,
    private readonly credentials: Credentials,
  ) {}

  list(actor: StaffActor, query: StaffQueryParams): Promise<Slice<StaffMemberView>> {
    return this.database.read(actor, (tx) => this.repository.list(tx, query));
  }

  get(actor: StaffActor, id: string): Promise<StaffMemberView> {
    return this.database.read(actor, async (tx) => admitted(actor, 'staff.read', await this.repository.find(tx, id)));
  }

  /**
   * Nobody of the staff gets in with this account any more, from the next request on, nor by what it made: invitations,
   * links, codes. Nobody suspends themselves, nor the last admin.
   */
  suspend(actor: StaffActor, id: string): Promise<StaffMemberView> {
    return this.database.write(actor, async (tx) => {
      admitted(actor, 'staff.suspend', await this.repository.find(tx, id));
      if (id === actor.userId) throw refused('staff.not-yourself');
      await requireAnotherAdmin(this.repository, tx, id);
      const isNew = await this.repository.suspend(tx, id);
      this.credentials.end(tx, 'suspension', id);
      if (isNew) await this.ledger.record(tx, { name: 'staff.suspended', subjectId: id });
      return this.repository.last(tx, id);
    });
  }

  async reinstate(actor: StaffActor, id: string): Promise<void> {
    await this.database.write(actor, async (tx) => {
      admitted(actor, 'staff.suspend', await this.repository.find(tx, id));
      await this.restore(tx, id);
    });
  }

  /**
   * The operator lets somebody back in: where no admin is left who could. False when there is no such account, or it was
   * not suspended.
   */
  async reinstateAsOperator(email: string): Promise<boolean> {
    const account = await this.database.acrossOrganizations('the operator names no organization', (tx) =>
      this.repository.findByEmail(tx, email),
    );
    if (!account?.isSuspended) return false;
    await this.database.asSystem(account.organizationId, 'reinstate an account', (tx) => this.restore(tx, account.id));
    return true;
  }

  private async restore(tx: WriteTx, id: string): Promise<void> {
    if (await this.repository.reinstate(tx, id))
      await this.ledger.record(tx, { name: 'staff.reinstated', subjectId: id });
  }
}
