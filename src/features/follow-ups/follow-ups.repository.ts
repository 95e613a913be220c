import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import { FollowUpEntity } from './follow-up.entity.js';
import type { FollowUpKind, FollowUpOwner } from './follow-ups.rules.js';
import type { FollowUpAnswer, FollowUpQueryParams } from './follow-ups.schemas.js';

/** A follow-up that somebody writes down. */
export interface FollowUpToAdd {
  id: string;
  clientId: string;
  owner: FollowUpOwner;
  kind: FollowUpKind;
  title: string | null;
  dueOn: string;
  debriefId: string | null;
  applicationId: string | null;
}

/** The day of the organization, asked once per statement. */
const TODAY = '(select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)';
const IS_OVERDUE = `(f.completed_at is null and f.due_on < ${TODAY})`;

const COLUMNS = `f.id, f.client_id as "clientId", f.owner, f.kind, f.title, f.due_on as "dueOn",
  ${IS_OVERDUE} as "isOverdue", f.debrief_id as "debriefId", f.application_id as "applicationId",
  f.completed_at as "completedAt", f.completed_by as "completedBy", f.created_at as "createdAt",
  f.updated_at as "updatedAt", f.version`;

const ITEM = `'id', f.id, 'clientId', f.client_id, 'owner', f.owner, 'kind', f.kind, 'title', f.title,
  'dueOn', f.due_on, 'isOverdue', ${IS_OVERDUE}, 'debriefId', f.debrief_id, 'applicationId', f.application_id,
  'completedAt', ${jsonInstant('f.completed_at')}, 'completedBy', f.completed_by,
  'createdAt', ${jsonInstant('f.created_at')}, 'updatedAt', ${jsonInstant('f.updated_at')}, 'version', f.version`;

const WITH_CLIENT = 'from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id';

const find = (name: string, reach: Reach, lock: string) =>
  statement(
    `follow-ups.${name}.${reach}`,
    `select ${COLUMNS}, c.coach_id as "coachId" ${WITH_CLIENT}
      where f.organization_id = $1 and f.id = $2 and ${clientSight(reach, 'c')} ${lock}`,
  );

const FIND = bySight((reach) => find('find', reach, ''));
const LOCK = bySight((reach) => find('lock', reach, 'for update of f'));

/** Each form has its index. `infinity` and not `or`: a comparison that an index can serve with one plan for all. */
const list = (name: string, filter: string, parameters: number) =>
  bySight(
    (reach) =>
      new JsonListStatements({
        name: `follow-ups.${name}.${reach}`,
        item: ITEM,
        from: `${WITH_CLIENT} where f.organization_id = $1 and ${clientSight(reach, 'c')}
          and f.due_on < coalesce($2::date, 'infinity') and ($3::text is null or f.owner = $3) ${filter}`,
        keys: ['f.due_on', 'f.id'],
        keyTypes: ['date', 'uuid'],
        direction: 'asc',
        parameters,
      }),
  );

const OPEN = 'and f.completed_at is null';
const OF_CLIENT = 'and f.client_id = $4';
const LIST = list('list', '', 3);
const LIST_OPEN = list('list-open', OPEN, 3);
const LIST_OF_CLIENT = list('list-of-client', OF_CLIENT, 4);
const LIST_OPEN_OF_CLIENT = list('list-open-of-client', `${OF_CLIENT} ${OPEN}`, 4);

const ADD = statement(
  'follow-ups.add',
  `insert into follow_ups (organization_id, id, client_id, owner, kind, title, due_on, debrief_id, application_id)
   select $1, r.* from jsonb_to_recordset($2::jsonb) as r(
     "id" uuid, "clientId" uuid, "owner" text, "kind" text, "title" text, "dueOn" date, "debriefId" uuid,
     "applicationId" uuid)`,
);

const COMPLETE = statement(
  'follow-ups.complete',
  `update follow_ups set completed_at = now(), completed_by = $3, updated_at = now(), version = version + 1
    where organization_id = $1 and id = $2 and completed_at is null`,
);

@Injectable()
export class FollowUpsRepository {
  find(tx: Tx, reach: Reach, id: string): Promise<(FollowUpAnswer & { coachId: string }) | null> {
    return tx.row<FollowUpAnswer & { coachId: string }>(FIND[reach], [tx.organizationId, id]);
  }

  /** The follow-up as it is answered: the last question of a transaction. Throws 404. */
  last(tx: WriteTx, id: string): Promise<FollowUpAnswer> {
    return tx.last<FollowUpAnswer & { coachId: string }>(FIND.organization, [tx.organizationId, id]);
  }

  lock(tx: WriteTx, reach: Reach, id: string): Promise<(FollowUpAnswer & { coachId: string }) | null> {
    return tx.row<FollowUpAnswer & { coachId: string }>(LOCK[reach], [tx.organizationId, id]);
  }

  /** One page as JSON text, by due day. */
  list(tx: Tx, reach: Reach, query: FollowUpQueryParams): Promise<string> {
    const { clientId, owner = null, dueBefore = null, open } = query;
    const values = [tx.organizationId, dueBefore, owner];
    const filter = [dueBefore, owner, clientId];
    if (clientId === undefined) return (open ? LIST_OPEN : LIST)[reach].read(tx, values, query, filter);
    return (open ? LIST_OPEN_OF_CLIENT : LIST_OF_CLIENT)[reach].read(tx, [...values, clientId], query, filter);
  }

  /** All of them in one statement. */
  add(tx: WriteTx, rows: readonly FollowUpToAdd[]): void {
    tx.later(ADD, [tx.organizationId, JSON.stringify(rows)]);
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<FollowUpEntity>): void {
    tx.change(FollowUpEntity, id, version, patch);
  }

  /** False: it was completed before. */
  async complete(tx: WriteTx, id: string, by: string): Promise<boolean> {
    return (await tx.run(COMPLETE, [tx.organizationId, id, by])) === 1;
  }
}
