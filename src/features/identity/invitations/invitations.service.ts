import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { admitted, couldEver } from '../../../access/access.js';
import type { Actor, StaffActor } from '../../../access/actor.js';
import { hasWideSight, type StaffRole, staffRoles } from '../../../access/roles.js';
import { AppError, refused } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import type { Slice } from '../../../kernel/slices.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { shareOf } from '../../../platform/http/admission/network.js';
import { Limits, limits } from '../../../platform/http/limits.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { MailBudget } from '../../../platform/mail/mail-budget.js';
import { Accounts } from '../accounts.js';
import type { SignedInView } from '../sessions/sessions.schemas.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { InvitationsRepository } from './invitations.repository.js';
import type {
  AcceptanceBody,
  InvitationQueryParams,
  InvitationView,
  NewInvitationBody,
} from './invitations.schemas.js';

const DAYS_OPEN = 7;
const mayInvite = staffRoles.filter((role) => couldEver(role, 'invitation.create'));

export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Asking people to join the staff. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly repository: InvitationsRepository,
    private readonly accounts: Accounts,
    private readonly auth: SessionsService,
    private readonly ledger: Ledger,
    private readonly limits: Limits,
    private readonly budget: MailBudget,
  ) {}

  create(actor: Actor, body: NewInvitationBody): Promise<InvitationView> {
    return this.database.write(actor, async (tx) => this.repository.last(tx, await this.insert(tx, body)));
  }

  /**
   * Writes the invitation; the mail with its token goes out when the ledger line is delivered. One that gives wide sight
   * waits for a second person first, unless the operator vouches. An address with an account here gets a new password
   * for it, in the role that it has. Answers its id. Throws 409 `invitation.has-account` when that is not what was asked,
   * 422 `invitation.too-many-today`.
   */
  async insert(tx: WriteTx, body: { email: string; name: string; role: StaffRole }): Promise<string> {
    const id = newId();
    const isVouchedFor = tx.actor.kind === 'system';
    const account = await this.accounts.find(tx, body.email);
    if (account && (account.isSuspended || account.role !== body.role))
      throw new AppError('conflict', 'invitation.has-account', {}, [], { type: 'staff', id: account.id });
    if (!isVouchedFor && (await this.budget.take(tx, id, 'invitation'))) throw refused('invitation.too-many-today');
    const isConfirmed = isVouchedFor || account !== null || !hasWideSight(body.role);
    await this.repository.insert(tx, {
      id,
      ...body,
      purpose: 'joining',
      subjectId: account?.id ?? newId(),
      tokenDigest: tokenDigest(randomBytes(32).toString('base64url')),
      madeBy: tx.actor.kind === 'staff' ? tx.actor.userId : null,
      confirmedAt: isConfirmed ? tx.now.toISOString() : null,
      expiresAt: new Date(tx.now.getTime() + DAYS_OPEN * 86_400_000).toISOString(),
    });
    const name = isConfirmed ? 'invitation.created' : 'invitation.proposed';
    await this.ledger.record(tx, { name, subjectId: id, payload: { role: body.role } });
    return id;
  }

  /** A second person says yes. Throws 422 for who asked, 409 `invitation.not-awaiting` when nobody has to say it. */
  confirm(actor: StaffActor, id: string): Promise<InvitationView> {
    return this.database.write(actor, async (tx) => {
      const invitation = admitted(actor, 'invitation.confirm', await this.repository.find(tx, id));
      if (invitation.invitedBy?.id === actor.userId) throw refused('access.second-person');
      await this.confirmed(tx, id, actor.userId);
      return this.repository.last(tx, id);
    });
  }

  /** The operator says it, for the invitations that wait under this id or address. How many. */
  async confirmAsOperator(idOrEmail: string): Promise<number> {
    const found = await this.database.acrossOrganizations('the operator names no organization', (tx) =>
      this.repository.findAwaiting(tx, idOrEmail),
    );
    for (const { organizationId, id } of found)
      await this.database.asSystem(organizationId, 'confirm an invitation', (tx) => this.confirmed(tx, id, null));
    return found.length;
  }

  private async confirmed(tx: WriteTx, id: string, by: string | null): Promise<void> {
    if (!(await this.repository.confirm(tx, id, by, DAYS_OPEN)))
      throw new AppError('conflict', 'invitation.not-awaiting');
    await this.ledger.record(tx, { name: 'invitation.confirmed', subjectId: id });
  }

  list(actor: Actor, query: InvitationQueryParams): Promise<Slice<InvitationView>> {
    return this.database.read(actor, (tx) => this.repository.list(tx, query));
  }

  get(actor: Actor, id: string): Promise<InvitationView> {
    return this.database.read(actor, async (tx) =>
      admitted(actor, 'invitation.read', await this.repository.find(tx, id)),
    );
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.database.write(actor, async (tx) => {
      admitted(actor, 'invitation.revoke', await this.repository.find(tx, id));
      if (!(await this.repository.revoke(tx, id))) throw new AppError('conflict', 'invitation.not-open');
      await this.ledger.record(tx, { name: 'invitation.revoked', subjectId: id });
    });
  }

  /** Turns an invitation into an account and signs it in. Throws 422 `invitation.not-open` for a token that opens nothing. */
  accept(body: AcceptanceBody, address: string): Promise<SignedInView> {
    return this.take(body, address, (tx, userId, role) => this.auth.startSession(tx, userId, role));
  }

  /** The same without signing in: the person's browser is no place for the tokens of the web API. */
  join(body: AcceptanceBody, address: string): Promise<void> {
    return this.take(body, address, async () => undefined);
  }

  private async take<Result>(
    body: AcceptanceBody,
    address: string,
    last: (tx: WriteTx, userId: string, role: StaffRole) => Promise<Result>,
  ): Promise<Result> {
    const found = await this.database.acrossOrganizations('an invitation token names no organization', (tx) =>
      this.repository.findByToken(tx, tokenDigest(body.token)),
    );
    if (!found) {
      await this.limits.take(limits.tokenPerNetwork, address);
      throw refused('invitation.not-open');
    }
    const { organization_id, id } = found;
    const known = await this.database.asSystem(organization_id, 'whose password it will be', (tx) =>
      this.repository.knownOf(tx, id),
    );
    const passwordHash = await this.accounts.hashNew(body.password, [body.name ?? '', ...known], shareOf(address));
    return this.database.asSystem(organization_id, 'accept an invitation', async (tx) => {
      const invited = await this.repository.accept(tx, id, mayInvite);
      if (!invited) throw refused('invitation.not-open');
      const { userId, email, role } = invited;
      if (await this.accounts.find(tx, email)) await this.accounts.renew(tx, userId, role, passwordHash);
      else await this.accounts.insert(tx, { id: userId, email, role, name: body.name ?? invited.name, passwordHash });
      await this.ledger.record(tx, {
        name: 'invitation.accepted',
        subjectId: id,
        payload: { userId, role },
      });
      return last(tx, userId, role);
    });
  }
}
