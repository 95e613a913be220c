import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import type { WriteTx } from '../../../platform/database/tx.js';

/**
 * Debriefs with something to fill in or an answer to read, whose mailed link was closed with the old address or with the
 * client while it was still good, unless the coach is asked already.
 */
const CUT_OFF = statement(
  'debriefs.cut-off-by-address',
  `select d.id from debriefs d
    where d.organization_id = $1 and d.client_id = $2
      and ((d.status in ('issued', 'opened', 'in_progress') and d.lapses_at > now()) or d.status = 'submitted'
           or (d.status = 'reviewed' and d.sealed_reply is not null))
      and exists (select from client_links l where l.organization_id = d.organization_id
                     and l.subject_kind = 'debrief' and l.subject_id = d.id and l.purpose = 'email'
                     and l.ended_cause in ('address_change', 'closing') and l.expires_at > now())
      and not exists (select from client_links l where l.organization_id = d.organization_id
                         and l.subject_kind = 'debrief' and l.subject_id = d.id and l.purpose = 'email'
                         and l.ended_at is null and l.expires_at > now())
      and not exists (select from follow_ups f where f.organization_id = d.organization_id and f.about_type = 'debrief'
                         and f.about_id = d.id and f.kind = 'give_page' and f.completed_at is null
                         and f.deleted_at is null)
    order by d.id`,
);

@Injectable()
export class AddressChangeRepository {
  async cutOff(tx: WriteTx, clientId: string): Promise<string[]> {
    return (await tx.rows<{ id: string }>(CUT_OFF, [tx.organizationId, clientId])).map(({ id }) => id);
  }
}
