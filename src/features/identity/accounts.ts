import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../access/roles.js';
import { refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { hashPassword } from './passwords.js';
import { passwordFlaw } from './passwords.rules.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { UserEntity } from './user.entity.js';

/** Making accounts of staff. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly ledger: Ledger,
  ) {}

  /** The stored form of a new password. Throws 422 with the flaw when it cannot be taken. */
  async hashNew(password: string, context: readonly string[]): Promise<string> {
    const flaw = passwordFlaw(password, context);
    if (flaw !== null) throw refused(flaw);
    return hashPassword(password);
  }

  /** Throws 422 `invitation.not-open` when the address already has an account, here or elsewhere: it does not tell which. */
  async insert(
    tx: WriteTx,
    user: { email: string; name: string; role: StaffRole; passwordHash: string },
  ): Promise<string> {
    const id = newId();
    const { locale } = await tx.place();
    await tx.insert(UserEntity, { id, ...user, locale }, { users_email_key: () => refused('invitation.not-open') });
    return id;
  }

  /** Is there an account with this address, in any organization? A suspended one counts. */
  async exists(email: string): Promise<boolean> {
    return (
      (await this.database.acrossOrganizations('an address names no organization', (tx) =>
        this.repository.findAnyAccount(tx, email),
      )) !== null
    );
  }

  /** A new password for the account of this address; its sessions end. False when there is none. */
  async replacePassword(email: string, password: string): Promise<boolean> {
    const account = await this.database.acrossOrganizations('an address names no organization', (tx) =>
      this.repository.findAnyAccount(tx, email),
    );
    if (!account) return false;
    const passwordHash = await this.hashNew(password, [email]);
    await this.database.asSystem(account.organization_id, 'replace a password', async (tx) => {
      await this.repository.rehash(tx, account.id, passwordHash);
      await this.repository.endSessions(tx, account.id);
      await this.ledger.record(tx, { name: 'account.password-replaced', subjectId: account.id });
    });
    return true;
  }
}
