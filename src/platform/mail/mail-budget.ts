import { Inject, Injectable } from '@nestjs/common';
import { endOfDay } from '../../kernel/days.js';
import { CONFIG, type Config } from '../config/config.js';
import { statement } from '../database/statement.js';
import { sweepOf } from '../database/sweeps.js';
import type { WriteTx } from '../database/tx.js';
import { Housekeeping } from '../jobs/housekeeping.js';
import type { MailPurpose } from './mail-slot.entity.js';

/** One after the other within an organization, so that each sees what the others took. */
const LOCK = statement(
  'mail.lock-budget',
  `select pg_advisory_xact_lock(hashtextextended('mails of ' || $1::text, 0))`,
);

const TAKE = statement(
  'mail.take-slot',
  `with taken as (
     insert into mail_slots (organization_id, cause_id, purpose, day)
     select $1, $2, $3, $4
      where (select count(*) from (
               select from mail_slots where organization_id = $1 and day = $4 and purpose = $3 limit $5) of_today) < $5
     on conflict (organization_id, cause_id) do nothing
     returning 1)
   select exists (select from taken)
       or exists (select from mail_slots where organization_id = $1 and cause_id = $2) as "isTaken"`,
);

const SWEEP = sweepOf('mail.sweep-slots', 'mail_slots', 'day < current_date - 2');

/**
 * How many mails an organization sends in a day: one whose account was taken over, or whose import went wrong, must not
 * cost all others the good name of the sender.
 */
@Injectable()
export class MailBudget {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add(SWEEP);
  }

  /** Null: it may go, and may be tried again. Else when to ask again: today's are used up. */
  async take(tx: WriteTx, causeId: string, purpose: MailPurpose): Promise<Date | null> {
    const most = purpose === 'invitation' ? this.config.invitationsPerDay : this.config.mailsPerDay;
    const { today, timeZone } = await tx.place();
    await tx.run(LOCK, [tx.organizationId]);
    const row = await tx.row<{ isTaken: boolean }>(TAKE, [tx.organizationId, causeId, purpose, today, most]);
    return row?.isTaken ? null : endOfDay(timeZone, today);
  }
}
