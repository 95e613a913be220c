import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../access/roles.js';
import { refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { isDuplicate } from '../database/database-errors.js';
import type { WriteTx } from '../database/tx.js';
import { hashPassword } from './passwords.js';
import { passwordFlaw } from './passwords.rules.js';
import { UserEntity } from './user.entity.js';

/** Making accounts of staff. */
@Injectable()
export class Accounts {
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
    try {
      await tx.insert(UserEntity, { id, ...user, locale: tx.locale });
    } catch (error) {
      if (isDuplicate(error, 'users_email_key')) throw refused('invitation.not-open');
      throw error;
    }
    return id;
  }
}
