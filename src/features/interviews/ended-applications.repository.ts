import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { WriteTx } from '../../platform/database/tx.js';

/** What the ledger is told of an interview. */
export interface Told {
  id: string;
  round: number;
  startsAt: string;
}

const TOLD = 'i.id, i.round, i.starts_at as "startsAt"';

/**
 * What an ended application takes with it: nobody meets any more. Only the ending that stands does this, and a change of
 * time that is under way is waited for.
 */
const CANCEL_AHEAD = statement(
  'interviews.cancel-ahead',
  `with ahead as (
     select i.id from interviews i
      where i.organization_id = $1 and i.application_id = $2 and i.outcome is null and i.deleted_at is null
        and exists (select 1 from applications a where a.organization_id = $1 and a.id = $2 and a.outcome is not null)
        for update of i)
   update interviews i set outcome = 'cancelled', cancelled_by_move = $3, version = version + 1, updated_at = now()
     from ahead
    where i.organization_id = $1 and i.id = ahead.id and i.starts_at > now() and i.outcome is null
   returning ${TOLD}`,
);

/** What went with an ending that was taken back, and is still ahead. What another has taken the place of stays off. */
const GONE_WITH_IT = statement(
  'interviews.gone-with-it',
  `select ${TOLD} from interviews i
     join applications a on a.organization_id = i.organization_id and a.id = i.application_id and a.outcome is null
    where i.organization_id = $1 and i.application_id = $2 and i.cancelled_by_move is not null
      and i.outcome = 'cancelled' and i.deleted_at is null and i.starts_at > now()
      and not exists (select 1 from interviews other
                       where other.organization_id = i.organization_id and other.application_id = i.application_id
                         and other.starts_at = i.starts_at and other.id <> i.id and other.deleted_at is null
                         and (other.outcome is null or other.outcome not in ('cancelled', 'rescheduled')))
    order by i.starts_at, i.id for update of a, i`,
);

const BRING_BACK = statement(
  'interviews.bring-back',
  `update interviews set outcome = null, cancelled_by_move = null, round = $3, version = version + 1, updated_at = now()
    where organization_id = $1 and id = $2`,
);

/** The interviews that go, and come back, with their applications. */
@Injectable()
export class EndedApplicationsRepository {
  /** Takes off what is still ahead, with the move that ended the application. */
  async cancelAhead(tx: WriteTx, applicationId: string, stageMoveId: string): Promise<Told[]> {
    const rows = await tx.rows<Told & Record<string, unknown>>(CANCEL_AHEAD, [
      tx.organizationId,
      applicationId,
      stageMoveId,
    ]);
    return rows.sort((a, b) => a.round - b.round);
  }

  /** What went with an ending that was taken back and is still ahead, with its application under lock. */
  goneWithIt(tx: WriteTx, applicationId: string): Promise<Told[]> {
    return tx.rows<Told & Record<string, unknown>>(GONE_WITH_IT, [tx.organizationId, applicationId]);
  }

  async bringBack(tx: WriteTx, id: string, round: number): Promise<void> {
    await tx.run(BRING_BACK, [tx.organizationId, id, round]);
  }
}
