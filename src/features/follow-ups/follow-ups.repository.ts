import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, compares, either, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight, thatCanComeBack, thatStand } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { ComeBack } from '../../platform/ledger/consumers.js';
import type { Place } from '../../platform/sealing/envelope.js';
import { type SealedText, sealedText } from '../../platform/sealing/sealed-text.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import { clientRef, clientSight } from '../clients/clients.sight.js';
import { FollowUpEntity } from './follow-up.entity.js';
import type { About, Assignee, FollowUpKind } from './follow-ups.rules.js';
import type { FollowUpQueryParams, FollowUpView } from './follow-ups.schemas.js';

/** A follow-up that somebody writes down. */
export interface FollowUpToAdd {
  id: string;
  clientId: string;
  assignee: Assignee;
  kind: FollowUpKind;
  title: string | null;
  dueOn: string;
  aboutType: About['type'] | null;
  aboutId: string | null;
}

/** What changes of one; the title in clear. */
export type FollowUpChanges = Partial<Omit<FollowUpEntity, 'sealedTitle'> & Pick<FollowUpView, 'title'>>;

/** The day of the organization, asked once per statement. */
const TODAY = '(select (now() at time zone o.time_zone)::date from organizations o where o.id = $1)';
const IS_OVERDUE = `(f.completed_at is null and f.due_on < ${TODAY})`;

/** A row, before it is opened. */
type Closed<Row extends FollowUpView> = Omit<Row, 'title'> & { title: SealedText | null };

const FOLLOW_UP = projection<Closed<FollowUpView>>({
  id: 'f.id',
  client: clientRef('c'),
  assignee: 'f.assignee',
  kind: 'f.kind',
  title: sealedText('f.sealed_title', 'f.client_id'),
  dueOn: 'f.due_on',
  isOverdue: IS_OVERDUE,
  about: { type: 'f.about_type', id: 'f.about_id' },
  completedAt: 'f.completed_at',
  completedBy: { id: 'f.completed_by', name: 'u.name' },
  createdAt: 'f.created_at',
  updatedAt: 'f.updated_at',
  version: 'f.version',
});
/** Also whose caseload it stands in. */
export type FollowUpInSight = FollowUpView & { coachId: string };
const IN_SIGHT = projection<Closed<FollowUpInSight>>({ ...FOLLOW_UP.columns, coachId: 'c.coach_id' });

const WITH_CLIENT = `from follow_ups f join clients c on c.organization_id = f.organization_id and c.id = f.client_id
  left join users u on u.organization_id = f.organization_id and u.id = f.completed_by`;

const find = (name: string, reach: Reach, which: string, lock = '') =>
  statement(
    `follow-ups.${name}.${reach}`,
    `select ${IN_SIGHT.select} ${WITH_CLIENT}
      where f.organization_id = $1 and f.id = $2 and ${which} and ${clientSight(reach, 'c')} ${lock}`,
  );

const FIND = bySight((reach) => find('find', reach, thatStand('f')));
const LOCK = bySight((reach) => find('lock', reach, thatStand('f'), 'for update of f'));
const LOCK_DELETED = bySight((reach) => find('lock-deleted', reach, thatCanComeBack('f'), 'for update of f'));

const LIST = bySight(
  (reach) =>
    new List<Closed<FollowUpView>, FollowUpQueryParams>({
      name: `follow-ups.list.${reach}`,
      item: FOLLOW_UP,
      from: `${WITH_CLIENT} where f.organization_id = $1 and ${thatStand('f')} and ${clientSight(reach, 'c')}`,
      filters: {
        clientId: is('f.client_id', 'uuid'),
        assignee: is('f.assignee'),
        open: either('f.completed_at is null', 'f.completed_at is not null'),
        dueFrom: compares('f.due_on', '>='),
        dueTo: compares('f.due_on', '<='),
        updatedAfter: changedAfter('f.updated_at'),
      },
      sorts: {
        dueOn: { 'f.due_on': 'date', 'f.id': 'uuid' },
        updatedAt: { 'f.updated_at': 'timestamptz', 'f.id': 'uuid' },
      },
      by: 'dueOn',
    }),
);

const ADD = statement(
  'follow-ups.add',
  `insert into follow_ups (organization_id, id, client_id, assignee, kind, sealed_title, due_on, about_type, about_id)
   select $1, r.* from jsonb_to_recordset($2::jsonb) as r(
     "id" uuid, "clientId" uuid, "assignee" text, "kind" text, "sealedTitle" text, "dueOn" date, "aboutType" text,
     "aboutId" uuid)`,
);

const ADD_ONCE = statement(
  'follow-ups.add-once',
  `insert into follow_ups (organization_id, id, client_id, assignee, kind, sealed_title, due_on, about_type, about_id, cause_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (organization_id, cause_id, kind) where cause_id is not null do nothing`,
);

const HAS_OPEN = statement(
  'follow-ups.has-open',
  `select 1 as yes from follow_ups f where f.organization_id = $1 and f.client_id = $2 and f.kind = $3
      and f.assignee = 'coach' and f.completed_at is null and ${thatStand('f')}
      and ($4::text is null or (f.about_type = $4 and f.about_id = $5)) limit 1`,
);

const COMPLETE_ABOUT = statement(
  'follow-ups.complete-about',
  `update follow_ups f set completed_at = now(), completed_by = $6, updated_at = now(), version = version + 1
    where f.organization_id = $1 and f.client_id = $2 and f.kind = any($3) and f.about_type = $4 and f.about_id = $5
      and f.completed_at is null and ${thatStand('f')} and ($7::uuid is null or f.cause_id < $7)
   returning f.id, f.assignee, f.kind`,
);

const COMPLETE = statement(
  'follow-ups.complete',
  `update follow_ups set completed_at = now(), completed_by = $3, updated_at = now(), version = version + 1
    where organization_id = $1 and id = $2 and completed_at is null`,
);

/** What comes back with its client. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'follow-ups.come-back-with-client',
    `update follow_ups set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and ${thatStand('follow_ups')}`,
  ),
};

const placeOf = (id: string): Place => ['follow_ups', id];

/** Titles are sealed on their way in and opened on their way out: nobody above knows. */
@Injectable()
export class FollowUpsRepository {
  constructor(private readonly sealing: Sealing) {}

  async find(tx: Tx, reach: Reach, id: string): Promise<FollowUpInSight | null> {
    const row = IN_SIGHT.read(await tx.row(FIND[reach], [tx.organizationId, id]));
    return row && this.open(tx, row);
  }

  /** The follow-up as it is answered: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<FollowUpView> {
    return this.open(tx, IN_SIGHT.read(await tx.last(FIND.organization, [tx.organizationId, id])));
  }

  async lock(tx: WriteTx, reach: Reach, id: string): Promise<FollowUpInSight | null> {
    const row = IN_SIGHT.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
    return row && this.open(tx, row);
  }

  /** One that was deleted and can still be brought back. */
  async lockDeleted(tx: WriteTx, reach: Reach, id: string): Promise<FollowUpInSight | null> {
    const row = IN_SIGHT.read(await tx.row(LOCK_DELETED[reach], [tx.organizationId, id]));
    return row && this.open(tx, row);
  }

  /** By due day. */
  async list(tx: Tx, reach: Reach, query: FollowUpQueryParams): Promise<Slice<FollowUpView>> {
    return (await LIST[reach].read(tx, query)).as((row) => this.open(tx, row));
  }

  /** All of them in one statement. */
  async add(tx: WriteTx, rows: readonly FollowUpToAdd[]): Promise<void> {
    const closed = [];
    for (const { title, ...row } of rows) closed.push({ ...row, sealedTitle: await this.close(tx, row, title) });
    tx.later(ADD, [tx.organizationId, JSON.stringify(closed)]);
  }

  /** False: one of this kind followed from this cause before. */
  async addOnce(tx: WriteTx, row: FollowUpToAdd, causeId: string): Promise<boolean> {
    const { id, clientId, assignee, kind, dueOn, aboutType, aboutId } = row;
    const sealedTitle = await this.close(tx, row, row.title);
    const values = [id, clientId, assignee, kind, sealedTitle, dueOn, aboutType, aboutId, causeId];
    return (await tx.run(ADD_ONCE, [tx.organizationId, ...values])) === 1;
  }

  async hasOpen(tx: WriteTx, clientId: string, kind: FollowUpKind, about: About | null): Promise<boolean> {
    const values = [tx.organizationId, clientId, kind, about?.type ?? null, about?.id ?? null];
    return (await tx.row(HAS_OPEN, values)) !== null;
  }

  completeAbout(
    tx: WriteTx,
    of: { clientId: string; kinds: readonly FollowUpKind[]; about: About; by: string | null; causedBefore?: string },
  ): Promise<{ id: string; assignee: Assignee; kind: FollowUpKind }[]> {
    const { clientId, kinds, about, by, causedBefore = null } = of;
    return tx.rows(COMPLETE_ABOUT, [tx.organizationId, clientId, kinds, about.type, about.id, by, causedBefore]);
  }

  async change(tx: WriteTx, of: FollowUpInSight, { title, ...patch }: FollowUpChanges): Promise<void> {
    const { id, version, client } = of;
    const words = title === undefined ? {} : { sealedTitle: await this.close(tx, { id, clientId: client.id }, title) };
    tx.change(FollowUpEntity, id, version, { ...patch, ...words });
  }

  /** False: it was completed before. */
  async complete(tx: WriteTx, id: string, by: string): Promise<boolean> {
    return (await tx.run(COMPLETE, [tx.organizationId, id, by])) === 1;
  }

  private open<Row extends Closed<FollowUpView>>(tx: Tx, row: Row): Omit<Row, 'title'> & Pick<FollowUpView, 'title'> {
    return { ...row, title: this.sealing.read(tx, row.client.id, placeOf(row.id), row.title) };
  }

  private async close(
    tx: WriteTx,
    { id, clientId }: Pick<FollowUpToAdd, 'id' | 'clientId'>,
    title: string | null,
  ): Promise<string | null> {
    return title === null ? null : (await this.sealing.toSeal(tx, clientId)).seal(placeOf(id), title);
  }
}
