import { Injectable } from '@nestjs/common';
import { admitted, couldEver } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { hasWideSight, type StaffRole, staffRoles } from '../../../access/roles.js';
import { AppError, refused } from '../../../kernel/errors.js';
import { Credentials } from '../../../platform/auth/credentials.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { type ProposedRole, StaffRepository } from './staff.repository.js';
import type { RoleConfirmationBody, StaffMemberView, StaffPatchBody } from './staff.schemas.js';

/** The roles whose word begins a change of role. */
export const mayPropose = staffRoles.filter((role) => couldEver(role, 'staff.change'));
const stale = (): AppError => new AppError('stale', 'http.version-stale');

/** Throws 409 `staff.last-admin` when nobody but this one is left to run the organization. */
export async function requireAnotherAdmin(repository: StaffRepository, tx: WriteTx, id: string): Promise<void> {
  const admins = await repository.lockAdmins(tx);
  if (admins.length === 1 && admins[0] === id) throw new AppError('conflict', 'staff.last-admin');
}

/** What somebody of the staff is. To see less takes one word, to see more two: of two people. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly repository: StaffRepository,
    private readonly ledger: Ledger,
    private readonly credentials: Credentials,
  ) {}

  /** Nobody changes their own role. The role that they have takes back a proposal. */
  change(actor: StaffActor, id: string, version: number, { role }: StaffPatchBody): Promise<StaffMemberView> {
    return this.database.write(actor, async (tx) => {
      const member = admitted(actor, 'staff.change', await this.repository.find(tx, id), version);
      if (role === undefined || (role === member.role && member.proposedRole === null)) return member;
      if (id === actor.userId) throw refused('staff.not-your-own-role');
      // By the version that was read, also for `If-Match: *`: what is decided here is decided about this role.
      if (role === member.role) await this.withdraw(tx, id, member.version);
      else if (hasWideSight(role)) await this.propose(tx, id, member.version, { role, by: actor.userId });
      else await this.put(tx, { id, from: member.role, to: role }, member.version);
      return this.repository.last(tx, id);
    });
  }

  /**
   * Throws 422 for who asked and for whom it is about, 409 `staff.no-role-proposed` when there is nothing to say yes to, and
   * `staff.other-role-proposed` when it is no longer the role that this person was told of.
   */
  confirm(actor: StaffActor, id: string, { role }: RoleConfirmationBody): Promise<StaffMemberView> {
    return this.database.write(actor, async (tx) => {
      const member = admitted(actor, 'staff.confirm-role', await this.repository.find(tx, id));
      const proposed = await this.proposedFor(tx, id);
      if (proposed.proposedBy === actor.userId || id === actor.userId) throw refused('access.second-person');
      if (proposed.to !== role) throw new AppError('conflict', 'staff.other-role-proposed');
      await this.put(tx, proposed, member.version);
      return this.repository.last(tx, id);
    });
  }

  /** The operator says it. Answers the role they have now; null when nothing waits for this address. */
  async confirmAsOperator(email: string): Promise<StaffRole | null> {
    const account = await this.database.acrossOrganizations('the operator names no organization', (tx) =>
      this.repository.findByEmail(tx, email),
    );
    if (!account?.isProposed) return null;
    return this.database.asSystem(account.organizationId, 'confirm a role', async (tx) => {
      const proposed = await this.proposedFor(tx, account.id);
      await this.put(tx, proposed, proposed.version);
      return proposed.to;
    });
  }

  private async proposedFor(tx: WriteTx, id: string): Promise<ProposedRole> {
    const proposed = await this.repository.findProposed(tx, id, mayPropose);
    if (!proposed) throw new AppError('conflict', 'staff.no-role-proposed');
    return proposed;
  }

  private async propose(
    tx: WriteTx,
    id: string,
    version: number,
    proposed: { role: StaffRole; by: string },
  ): Promise<void> {
    if (!(await this.repository.proposeRole(tx, id, version, proposed))) throw stale();
    await this.ledger.record(tx, { name: 'staff.role-proposed', subjectId: id, payload: { to: proposed.role } });
  }

  private async withdraw(tx: WriteTx, id: string, version: number): Promise<void> {
    if (!(await this.repository.proposeRole(tx, id, version, null))) throw stale();
    await this.ledger.record(tx, { name: 'staff.role-withdrawn', subjectId: id });
  }

  private async put(tx: WriteTx, role: Pick<ProposedRole, 'id' | 'from' | 'to'>, version: number): Promise<void> {
    const { id, from, to } = role;
    if (from === 'admin') await requireAnotherAdmin(this.repository, tx, id);
    if (!(await this.repository.changeRole(tx, id, version, to))) throw stale();
    this.credentials.end(tx, 'role_change', id);
    await this.ledger.record(tx, { name: 'staff.role-changed', subjectId: id, payload: { from, to } });
  }
}
