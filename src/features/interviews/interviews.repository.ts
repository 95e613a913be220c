import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { isDuplicate } from '../../platform/database/database-errors.js';
import { compares } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { columnsOf, jsonRows, projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import { InterviewEntity } from './interview.entity.js';
import type { InterviewOutcome } from './interviews.events.js';
import { roundTaken } from './interviews.rules.js';
import type { InterviewAnswer, InterviewQueryParams, NewPersonBody } from './interviews.schemas.js';

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

export type InterviewOfClient = InterviewAnswer & { clientId: string };

const PEOPLE = jsonRows(
  projection<InterviewAnswer['people'][number]>({ name: 'p.name', role: 'p.role', email: 'p.email', phone: 'p.phone' }),
  'from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id',
  'p.id',
);

const INTERVIEW = projection<InterviewAnswer>({
  id: 'i.id',
  applicationId: 'i.application_id',
  round: 'i.round',
  kind: 'i.kind',
  startsAt: 'i.starts_at',
  timeZone: 'i.time_zone',
  place: 'i.place',
  promisedDecisionOn: 'i.promised_decision_on',
  outcome: 'i.outcome',
  outcomeNote: 'i.outcome_note',
  people: PEOPLE,
  createdAt: 'i.created_at',
  updatedAt: 'i.updated_at',
  version: 'i.version',
});
/** Also whose it is. */
const OF_CLIENT = projection<InterviewOfClient>({ ...INTERVIEW.columns, clientId: 'a.client_id' });

const LOCKED = projection<LockedInterview>({
  ...columnsOf(INTERVIEW, 'id', 'applicationId', 'round', 'outcome', 'startsAt', 'timeZone', 'promisedDecisionOn'),
  version: 'i.version',
  clientId: 'a.client_id',
  applicationOutcome: 'a.outcome',
  coachId: 'c.coach_id',
});

const FROM = `from interviews i
  join applications a on a.organization_id = i.organization_id and a.id = i.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
 where i.organization_id = $1 and i.id = $2`;

const FIND = bySight((reach) =>
  statement(`interviews.find.${reach}`, `select ${OF_CLIENT.select} ${FROM} and ${clientSight(reach, 'c')}`),
);

const LOCK = bySight((reach) =>
  statement(
    `interviews.lock.${reach}`,
    `select ${LOCKED.select} ${FROM} and ${clientSight(reach, 'c')} for update of i`,
  ),
);

const LIST = new List<InterviewAnswer, InterviewQueryParams>({
  name: 'interviews.list',
  item: INTERVIEW,
  from: 'from interviews i where i.organization_id = $1 and i.application_id = $2',
  filters: { updatedAfter: compares('i.updated_at', '>') },
  sorts: { round: { 'i.round': 'int', 'i.id': 'uuid' } },
  by: 'round',
});

const OF_APPLICATION = statement(
  'interviews.of-application',
  `select ${INTERVIEW.select} from interviews i
    where i.organization_id = $1 and i.application_id = $2 order by i.round, i.id`,
);

const ROUNDS = statement(
  'interviews.rounds',
  'select i.round, i.outcome from interviews i where i.organization_id = $1 and i.application_id = $2',
);

/** PostgreSQL makes the ids one after another, so people keep the order in which they were given. */
const INSERT_PEOPLE = statement(
  'interviews.insert-people',
  `insert into interview_people (organization_id, interview_id, name, role, email, phone)
   select $1, $2, p.value ->> 'name', p.value ->> 'role', p.value ->> 'email', p.value ->> 'phone'
     from jsonb_array_elements($3::jsonb) with ordinality as p(value, place) order by p.place`,
);

const DELETE_PEOPLE = statement(
  'interviews.delete-people',
  'delete from interview_people where organization_id = $1 and interview_id = $2',
);

@Injectable()
export class InterviewsRepository {
  async find(tx: Tx, reach: Reach, id: string): Promise<InterviewOfClient | null> {
    return OF_CLIENT.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  /** The interview as it is answered: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<InterviewAnswer> {
    return INTERVIEW.read(await tx.last(FIND.organization, [tx.organizationId, id]));
  }

  /** The interview, and nobody else changes it until this transaction ends. */
  async lock(tx: WriteTx, reach: Reach, id: string): Promise<LockedInterview | null> {
    return LOCKED.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** By round. */
  list(tx: Tx, applicationId: string, query: InterviewQueryParams): Promise<Slice<InterviewAnswer>> {
    return LIST.read(tx, query, [applicationId]);
  }

  /** All of an application, by round. */
  async ofApplication(tx: Tx, applicationId: string): Promise<InterviewAnswer[]> {
    return (await tx.rows(OF_APPLICATION, [tx.organizationId, applicationId])).map((row) => INTERVIEW.read(row));
  }

  rounds(tx: Tx, applicationId: string): Promise<{ round: number; outcome: InterviewOutcome | null }[]> {
    return tx.rows<{ round: number; outcome: InterviewOutcome | null }>(ROUNDS, [tx.organizationId, applicationId]);
  }

  async insert(
    tx: WriteTx,
    row: Partial<InterviewEntity> & { id: string },
    people: readonly NewPersonBody[],
  ): Promise<void> {
    await tx.insert(InterviewEntity, row);
    this.insertPeople(tx, row.id, people);
  }

  /** Changes the row; people, when given, take the place of those who were there. Throws 409 `interview.round-taken`. */
  async update(
    tx: WriteTx,
    { id, version, round }: LockedInterview,
    patch: Partial<InterviewEntity>,
    people?: readonly NewPersonBody[],
  ): Promise<boolean> {
    try {
      if (!(await tx.update(InterviewEntity, id, version, patch))) return false;
    } catch (error) {
      // One that was off stands again, and its round was given to another.
      if (isDuplicate(error, 'interviews_round_key')) throw roundTaken(round);
      throw error;
    }
    if (people) {
      tx.later(DELETE_PEOPLE, [tx.organizationId, id]);
      this.insertPeople(tx, id, people);
    }
    return true;
  }

  private insertPeople(tx: WriteTx, id: string, people: readonly NewPersonBody[]): void {
    if (people.length > 0) tx.later(INSERT_PEOPLE, [tx.organizationId, id, JSON.stringify(people)]);
  }
}
