import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { admitted } from '../../../access/access.js';
import type { Actor } from '../../../access/actor.js';
import type { StaffRole } from '../../../access/roles.js';
import { AppError, refused } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import type { Slice } from '../../../kernel/slices.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { Accounts } from '../accounts.js';
import type { SignedInAnswer } from '../sessions/sessions.schemas.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { InvitationsRepository } from './invitations.repository.js';
import type {
  AcceptanceBody,
  InvitationAnswer,
  InvitationQueryParams,
  NewInvitationBody,
} from './invitations.schemas.js';

const DAYS_OPEN = 7;

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
  ) {}

  create(actor: Actor, body: NewInvitationBody): Promise<InvitationAnswer> {
    return this.database.write(actor, (tx) => this.insert(tx, body));
  }

  /** Writes the invitation; the mail with its token goes out when the ledger line is delivered. */
  async insert(tx: WriteTx, body: { email: string; name: string; role: StaffRole }): Promise<InvitationAnswer> {
    const id = newId();
    await this.repository.insert(tx, {
      id,
      ...body,
      tokenDigest: tokenDigest(randomBytes(32).toString('base64url')),
      invitedBy: tx.actor.kind === 'staff' ? tx.actor.userId : null,
      expiresAt: new Date(tx.now.getTime() + DAYS_OPEN * 86_400_000).toISOString(),
    });
    await this.ledger.record(tx, { name: 'invitation.created', subjectId: id, payload: { role: body.role } });
    return this.repository.last(tx, id);
  }

  list(actor: Actor, query: InvitationQueryParams): Promise<Slice<InvitationAnswer>> {
    return this.database.read(actor, (tx) => this.repository.list(tx, query));
  }

  get(actor: Actor, id: string): Promise<InvitationAnswer> {
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
  accept(body: AcceptanceBody): Promise<SignedInAnswer> {
    return this.take(body, (tx, userId, role) => this.auth.startSession(tx, userId, role));
  }

  /** The same without signing in: the person's browser is no place for the tokens of the web API. */
  join(body: AcceptanceBody): Promise<void> {
    return this.take(body, async () => undefined);
  }

  private async take<Result>(
    body: AcceptanceBody,
    last: (tx: WriteTx, userId: string, role: StaffRole) => Promise<Result>,
  ): Promise<Result> {
    const found = await this.database.acrossOrganizations('an invitation token names no organization', (tx) =>
      this.repository.findByToken(tx, tokenDigest(body.token)),
    );
    if (!found) throw refused('invitation.not-open');
    const passwordHash = await this.accounts.hashNew(body.password, [body.name ?? '']);
    return this.database.asSystem(found.organization_id, 'accept an invitation', async (tx) => {
      const invited = await this.repository.accept(tx, found.id);
      if (!invited) throw refused('invitation.not-open');
      const userId = await this.accounts.insert(tx, {
        email: invited.email,
        role: invited.role,
        name: body.name ?? invited.name,
        passwordHash,
      });
      await this.ledger.record(tx, {
        name: 'invitation.accepted',
        subjectId: found.id,
        payload: { userId, role: invited.role },
      });
      return last(tx, userId, invited.role);
    });
  }
}
