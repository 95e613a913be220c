import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { withE164 } from '../../kernel/phones.js';
import type { Slice } from '../../kernel/slices.js';
import { isDuplicate } from '../../platform/database/database-errors.js';
import { changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { columnsOf, jsonRows, projection } from '../../platform/database/projection.js';
import { bySight, thatCanComeBack } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { ComeBack } from '../../platform/ledger/consumers.js';
import { applicationSight } from '../applications/applications.sight.js';
import { clientRef } from '../clients/clients.sight.js';
import { InterviewEntity } from './interview.entity.js';
import type { InterviewOutcome } from './interviews.events.js';
import { roundTaken, sameStart, type schedule } from './interviews.rules.js';
import type { InterviewListedView, InterviewQueryParams, PersonBody } from './interviews.schemas.js';

/** An interview under lock, with what the rules and the access table must know of it. */
export interface LockedInterview {
  id: string;
  applicationId: string;
  applicationOutcome: string | null;
  clientId: string;
  coachId: string;
  round: number;
  outcome: InterviewOutcome | null;
  startsAt: string;
  timeZone: string;
  promisedDecisionOn: string | null;
  version: number;
}

const PEOPLE = jsonRows(
  projection<InterviewListedView['people'][number]>({
    id: 'p.id',
    name: 'p.name',
    role: 'p.role',
    email: 'p.email',
    phone: 'p.phone',
  }),
  'from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id',
  'p.position, p.id',
);

const INTERVIEW = projection<InterviewListedView>({
  id: 'i.id',
  application: { id: 'i.application_id', jobTitle: 'a.job_title' },
  client: { id: 'a.client_id', name: clientRef('c').name },
  round: 'i.round',
  kind: 'i.kind',
  startsAt: 'i.starts_at',
  timeZone: 'i.time_zone',
  place: 'i.place',
  promisedDecisionOn: 'i.promised_decision_on',
  status: "coalesce(i.outcome, 'scheduled')",
  outcome: 'i.outcome',
  outcomeNote: 'i.outcome_note',
  people: PEOPLE,
  createdAt: 'i.created_at',
  updatedAt: 'i.updated_at',
  version: 'i.version',
});

const LOCKED = projection<LockedInterview>({
  ...columnsOf(INTERVIEW, 'id', 'round', 'outcome', 'startsAt', 'timeZone', 'promisedDecisionOn'),
  version: 'i.version',
  applicationId: 'i.application_id',
  clientId: 'a.client_id',
  applicationOutcome: 'a.outcome',
  coachId: 'c.coach_id',
});

const FROM = `from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
 where i.organization_id = $1`;

/** Those of applications in sight that are not deleted themselves. */
const ONE_IN_SIGHT = (reach: Reach): string =>
  `${FROM} and i.id = $2 and ${applicationSight(reach, 'a', 'c')} and i.deleted_at is null`;
const OF_AN_APPLICATION = `${FROM} and i.application_id = $2 and i.deleted_at is null`;

const FIND = bySight((reach) =>
  statement(`interviews.find.${reach}`, `select ${INTERVIEW.select} ${ONE_IN_SIGHT(reach)}`),
);

const LOCK = bySight((reach) =>
  statement(`interviews.lock.${reach}`, `select ${LOCKED.select} ${ONE_IN_SIGHT(reach)} for update of i`),
);

/** What was deleted can come back for 30 days. */
const LOCK_DELETED = bySight((reach) =>
  statement(
    `interviews.lock-deleted.${reach}`,
    `select ${LOCKED.select} ${FROM} and i.id = $2 and ${applicationSight(reach, 'a', 'c')}
        and ${thatCanComeBack('i')} for update of i`,
  ),
);

const LIST = new List<InterviewListedView, InterviewQueryParams>({
  name: 'interviews.list',
  item: INTERVIEW,
  from: OF_AN_APPLICATION,
  filters: { status: is(INTERVIEW.columns.status), updatedAfter: changedAfter('i.updated_at') },
  sorts: { round: { 'i.round': 'int', 'i.id': 'uuid' } },
  by: 'round',
});

const OF_APPLICATION = statement(
  'interviews.of-application',
  `select ${INTERVIEW.select} ${OF_AN_APPLICATION} order by i.round, i.id`,
);

const ROUNDS = statement(
  'interviews.rounds',
  `select i.id, i.round, i.outcome, i.starts_at as "startsAt" from interviews i
    where i.organization_id = $1 and i.application_id = $2 and i.deleted_at is null`,
);

/** The people in the order in which they are given: who has an id stays who they are, who is not given goes. */
const SAVE_PEOPLE = statement(
  'interviews.save-people',
  `with given as (
     select coalesce((p.value ->> 'id')::uuid, uuidv7()) as id, p.position, p.value ->> 'name' as name,
            p.value ->> 'role' as role, p.value ->> 'email' as email, p.value ->> 'phone' as phone,
            p.value ->> 'phoneE164' as phone_e164
       from jsonb_array_elements($3::jsonb) with ordinality as p(value, position)),
   gone as (
     delete from interview_people old
      where old.organization_id = $1 and old.interview_id = $2 and not exists (select 1 from given where given.id = old.id))
   insert into interview_people as kept (organization_id, interview_id, id, position, name, role, email, phone, phone_e164)
   select $1, $2, id, position, name, role, email, phone, phone_e164 from given
   on conflict (organization_id, id) do update
      set position = excluded.position, name = excluded.name, role = excluded.role, email = excluded.email,
          phone = excluded.phone, phone_e164 = excluded.phone_e164
    where kept.interview_id = excluded.interview_id`,
);

type WrittenDown = Parameters<typeof schedule>[1][number];
type Stored = Record<string, unknown> & Omit<WrittenDown, 'startsAt'> & { startsAt: string };
/** What comes back with its client or its application. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'interviews.come-back-with-client',
    `update interviews set version = version + 1, updated_at = now()
      where organization_id = $1 and deleted_at is null
        and application_id in (select a.id from applications a where a.organization_id = $1 and a.client_id = $2)`,
  ),
  'application.restored': statement(
    'interviews.come-back-with-application',
    `update interviews set version = version + 1, updated_at = now() where organization_id = $1 and application_id = $2 and deleted_at is null`,
  ),
};

@Injectable()
export class InterviewsRepository {
  async find(tx: Tx, reach: Reach, id: string): Promise<InterviewListedView | null> {
    return INTERVIEW.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  /** The interview as it is answered: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<InterviewListedView> {
    return INTERVIEW.read(await tx.last(FIND.organization, [tx.organizationId, id]));
  }

  /** The interview, and nobody else changes it until this transaction ends. */
  async lock(tx: WriteTx, reach: Reach, id: string): Promise<LockedInterview | null> {
    return LOCKED.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** One that was deleted, as long as it can come back. */
  async lockDeleted(tx: WriteTx, reach: Reach, id: string): Promise<LockedInterview | null> {
    return LOCKED.read(await tx.row(LOCK_DELETED[reach], [tx.organizationId, id]));
  }

  /** By round. */
  list(tx: Tx, applicationId: string, query: InterviewQueryParams): Promise<Slice<InterviewListedView>> {
    return LIST.read(tx, query, [applicationId]);
  }

  /** All of an application, by round. */
  async ofApplication(tx: Tx, applicationId: string): Promise<InterviewListedView[]> {
    return (await tx.rows(OF_APPLICATION, [tx.organizationId, applicationId])).map((row) => INTERVIEW.read(row));
  }

  /** What was written down of an application, as far as the next one must know it. */
  async rounds(tx: Tx, applicationId: string): Promise<WrittenDown[]> {
    const rows = await tx.rows<Stored>(ROUNDS, [tx.organizationId, applicationId]);
    return rows.map((row) => ({ ...row, startsAt: new Date(row.startsAt) }));
  }

  async insert(
    tx: WriteTx,
    row: Partial<InterviewEntity> & { id: string },
    people: readonly PersonBody[],
  ): Promise<void> {
    await tx.insert(InterviewEntity, row);
    if (people.length > 0) this.savePeople(tx, row.id, people);
  }

  /**
   * Changes the row; people, when given, take the place of those who were there. Throws 409 `interview.round-taken` and
   * `interview.same-start`.
   */
  async update(
    tx: WriteTx,
    { id, version, round }: LockedInterview,
    patch: Partial<InterviewEntity>,
    people?: readonly PersonBody[],
  ): Promise<boolean> {
    try {
      if (!(await tx.update(InterviewEntity, id, version, patch))) return false;
    } catch (error) {
      // One that was off stands again, and its round was given to another.
      if (isDuplicate(error, 'interviews_round_key')) throw roundTaken(round);
      if (isDuplicate(error, 'interviews_start_key')) throw sameStart(null);
      throw error;
    }
    if (people) this.savePeople(tx, id, people);
    return true;
  }

  private savePeople(tx: WriteTx, id: string, people: readonly PersonBody[]): void {
    tx.later(SAVE_PEOPLE, [tx.organizationId, id, JSON.stringify(people.map(withE164))]);
  }
}
