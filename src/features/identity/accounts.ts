import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../access/roles.js';
import { AppError, refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Credentials } from '../../platform/auth/credentials.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { guessesOf } from './password-guesser.js';
import { hashPassword } from './passwords.js';
import { guessedFlaw, passwordFlaw } from './passwords.rules.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { UserEntity } from './user.entity.js';

/** Making accounts of staff. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly ledger: Ledger,
    private readonly credentials: Credentials,
  ) {}

  /**
   * The stored form of a new password; `context`: what a guesser knows of the person, `share`: whose place in the queue.
   * Throws 422 with the flaw when it cannot be taken.
   */
  async hashNew(password: string, context: readonly string[], share?: string): Promise<string> {
    const flaw = passwordFlaw(password, context) ?? guessedFlaw(await guessesOf(password, context));
    if (flaw !== null) throw refused(flaw);
    return hashPassword(password, share);
  }

  /** Throws 409 `invitation.address-taken` when the address has an account in another organization. */
  async insert(
    tx: WriteTx,
    { id = newId(), ...user }: { id?: string; email: string; name: string; role: StaffRole; passwordHash: string },
  ): Promise<string> {
    const { locale } = await tx.place();
    const taken = { users_email_key: () => new AppError('conflict', 'invitation.address-taken') };
    await tx.insert(UserEntity, { id, ...user, locale }, taken);
    return id;
  }

  /** The account of this organization with this address. */
  find(tx: WriteTx, email: string): Promise<{ id: string; role: StaffRole; isSuspended: boolean } | null> {
    return this.repository.findAccountHere(tx, email);
  }

  /**
   * A new password for an account that is there, for whoever proved that its mail is theirs; its sessions end. Throws 422
   * `invitation.not-open` when the account is suspended, or is not of this role any more.
   */
  async renew(tx: WriteTx, id: string, role: StaffRole, passwordHash: string): Promise<void> {
    if (!(await this.repository.renewPassword(tx, id, role, passwordHash))) throw refused('invitation.not-open');
    await this.replaced(tx, id);
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
      await this.repository.setPassword(tx, account.id, passwordHash);
      await this.replaced(tx, account.id);
    });
    return true;
  }

  private async replaced(tx: WriteTx, id: string): Promise<void> {
    this.credentials.end(tx, 'password_change', id);
    await this.ledger.record(tx, { name: 'account.password-replaced', subjectId: id });
  }
}
