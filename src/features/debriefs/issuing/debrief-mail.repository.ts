import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import type { LedgerLine } from '../../../platform/ledger/consumers.js';
import { clientRef } from '../../clients/clients.sight.js';
import { type Reachable } from '../contact.rules.js';
import { IS_TAKEN_BACK } from '../debriefs.repository.js';
import { type DebriefStatus } from '../debriefs.rules.js';

const MARK_MAILED = statement(
  'debriefs.mark-mailed',
  `update debriefs set mailed_at = now(), version = version + 1, updated_at = now()
    where organization_id = $1 and id = $2 and mailed_at is null`,
);

/** Holds the client: a corrected address comes before the mail, or after it and closes the link that the mail made. */
const FOR_MAIL = statement(
  'debriefs.for-mail',
  `select d.id, d.client_id as "clientId", d.application_id as "applicationId", d.status, d.locale,
          d.opened_at as "openedAt", d.lapses_at as "lapsesAt", c.email, c.time_zone as "timeZone",
          ${clientRef('c').name} as "callName", u.name as "coachName",
          d.skip_reason as "skipReason", u.phone as "coachPhone", u.reply_email as "coachEmail",
          o.phone as "officePhone", o.reply_email as "officeEmail",
          c.deleted_at is not null or a.deleted_at is not null as "isDeleted", ${IS_TAKEN_BACK} as "isTakenBack",
          exists (select from ledger_lines l where l.organization_id = d.organization_id and l.client_id = d.client_id
                     and l.id > $3 and l.name = 'debrief.links-revoked' and l.subject_id = d.id) as "isRevoked"
     from debriefs d
     join clients c on c.organization_id = d.organization_id and c.id = d.client_id
     join applications a on a.organization_id = d.organization_id and a.id = d.application_id
     join users u on u.organization_id = c.organization_id and u.id = c.coach_id
     join organizations o on o.id = d.organization_id
    where d.organization_id = $1 and d.id = $2 for share of c`,
);

export interface DebriefToMail extends Reachable {
  id: string;
  clientId: string;
  applicationId: string;
  status: DebriefStatus;
  /** When its client first opened it. */
  openedAt: string | null;
  locale: string;
  lapsesAt: string;
  email: string | null;
  timeZone: string;
  /** What the client is called. */
  callName: string;
  coachName: string;
  skipReason: string | null;
  isTakenBack: boolean;
  /** Its links were closed after the line that the mail follows from. */
  isRevoked: boolean;
  /** Its application or its client is out of sight, and may come back. */
  isDeleted: boolean;
}

/** What the mails of a debrief ask and write. */
@Injectable()
export class DebriefMailRepository {
  async markMailed(tx: WriteTx, id: string): Promise<void> {
    await tx.run(MARK_MAILED, [tx.organizationId, id]);
  }

  /** With its client held. */
  findToMail(tx: WriteTx, line: Pick<LedgerLine, 'id' | 'subject_id'>): Promise<DebriefToMail | null> {
    const values = [tx.organizationId, line.subject_id, line.id];
    return tx.row<DebriefToMail & Record<string, unknown>>(FOR_MAIL, values);
  }
}
