import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientRef, clientSight } from '../clients/clients.sight.js';
import { type AnswerRow } from './checklist/answer-rows.rules.js';
import { type ItemCode } from './checklist/catalogue.rules.js';
import { type Reachable } from './contact.rules.js';
import { DebriefEntity } from './debrief.entity.js';
import { type DebriefStatus, type IssuedVariant, type SkipReason, type Withdrawal } from './debriefs.rules.js';
import type { DebriefListedView, DebriefQueryParams } from './debriefs.schemas.js';
import { type DebriefFacts } from './issuing/facts.rules.js';

/** One debrief with what its pages name: the job, the client, the coach. */
export interface DebriefRow extends Pick<DebriefListedView, 'client' | 'application'>, Reachable {
  id: string;
  clientId: string;
  applicationId: string;
  jobTitle: string;
  employerName: string;
  coachId: string;
  coachName: string;
  /** A mail can reach the client. */
  hasAddress: boolean;
  /** Time zone of the client. */
  timeZone: string;
  organizationTimeZone: string;
  variant: IssuedVariant;
  status: DebriefStatus;
  locale: string;
  facts: DebriefFacts;
  decidedOn: string;
  issuedAt: string;
  openedAt: string | null;
  submittedAt: string | null;
  reviewedAt: string | null;
  skippedAt: string | null;
  skipReason: SkipReason | Withdrawal | null;
  isTakenBack: boolean;
  lapsesAt: string;
  mailedAt: string | null;
  clientEmail: string | null;
  submittedBy: string | null;
  reply: string | null;
  strengthNoted: string | null;
  createdAt: string;
  updatedAt: string;
  version: number;
}

/** An answer with the moment it was last changed. */
export interface DatedAnswerRow extends AnswerRow {
  updatedAt: string;
}

const LISTED = projection<DebriefListedView>({
  id: 'd.id',
  client: clientRef('c'),
  application: { id: 'a.id', jobTitle: 'a.job_title', employer: { id: 'e.id', name: 'e.name' } },
  variant: 'd.variant',
  status: 'd.status',
  locale: 'd.locale',
  decidedOn: 'd.decided_on',
  issuedAt: 'd.issued_at',
  submittedAt: 'd.submitted_at',
  lapsesAt: 'd.lapses_at',
  createdAt: 'd.created_at',
  updatedAt: 'd.updated_at',
  version: 'd.version',
});

/** The "no" of debrief `d`, of application `a`: a reopening is a later move. Said before the worker hears of it. */
export const IS_TAKEN_BACK = `(a.outcome is null or exists (select from stage_moves later
   where later.organization_id = d.organization_id and later.application_id = d.application_id
     and later.id > d.stage_move_id))`;

const DEBRIEF = projection<DebriefRow>({
  ...LISTED.columns,
  clientId: 'd.client_id',
  applicationId: 'd.application_id',
  jobTitle: 'a.job_title',
  employerName: 'e.name',
  coachId: 'c.coach_id',
  hasAddress: 'c.email is not null',
  coachName: 'u.name',
  coachPhone: 'u.phone',
  coachEmail: 'u.reply_email',
  officePhone: 'o.phone',
  officeEmail: 'o.reply_email',
  timeZone: 'c.time_zone',
  organizationTimeZone: 'o.time_zone',
  facts: 'd.facts',
  openedAt: 'd.opened_at',
  reviewedAt: 'd.reviewed_at',
  skippedAt: 'd.skipped_at',
  submittedBy: 'd.submitted_by',
  reply: 'd.reply',
  strengthNoted: 'd.strength_noted',
  skipReason: 'd.skip_reason',
  isTakenBack: IS_TAKEN_BACK,
  mailedAt: 'd.mailed_at',
  clientEmail: 'c.email',
});

const JOB = `join clients c on c.organization_id = d.organization_id and c.id = d.client_id
  join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.deleted_at is null
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id`;

const FROM = `from debriefs d ${JOB}
  join users u on u.organization_id = c.organization_id and u.id = c.coach_id
  join organizations o on o.id = d.organization_id`;

const FIND = bySight((reach) =>
  statement(
    `debriefs.find.${reach}`,
    `select ${DEBRIEF.select} ${FROM} where d.organization_id = $1 and d.id = $2 and ${clientSight(reach, 'c')}`,
  ),
);

/** Holds the application, too: a "no" is taken back before what is written here, or after it. */
const LOCK = bySight((reach) =>
  statement(
    `debriefs.lock.${reach}`,
    `select ${DEBRIEF.select} ${FROM} where d.organization_id = $1 and d.id = $2 and ${clientSight(reach, 'c')} for update of d for share of a`,
  ),
);

const LIST = bySight(
  (reach) =>
    new List<DebriefListedView, DebriefQueryParams>({
      name: `debriefs.list.${reach}`,
      item: LISTED,
      from: `from debriefs d ${JOB} where d.organization_id = $1 and ${clientSight(reach, 'c')}`,
      filters: {
        clientId: is('d.client_id', 'uuid'),
        status: is('d.status'),
        updatedAfter: changedAfter('d.updated_at'),
      },
      sorts: {
        issuedAt: { 'd.issued_at': 'timestamptz', 'd.id': 'uuid' },
        updatedAt: { 'd.updated_at': 'timestamptz', 'd.id': 'uuid' },
      },
      by: '-issuedAt',
    }),
);

const ANSWERS = `select item_code as "itemCode", value, is_private as "isPrivate", entered_by as "enteredBy",
  updated_at as "updatedAt" from debrief_answers where organization_id = $1 and debrief_id = $2`;
const ALL_ANSWERS = statement('debriefs.all-answers', ANSWERS);
/** What staff may read, and an assisted visit. Private answers never leave the database for them. */
const SHARED_ANSWERS = statement('debriefs.shared-answers', `${ANSWERS} and not is_private`);

const PRIVATE_CODES = statement(
  'debriefs.private-codes',
  `select item_code as "itemCode" from debrief_answers where organization_id = $1 and debrief_id = $2 and is_private`,
);

/**
 * Writes these answers and takes those away, and touches no other; answers that did not change keep their time and
 * author. What the writer cannot see (`$5` says who sees all) is never the target, whatever the caller asks for.
 */
const SAVE_ANSWERS = statement(
  'debriefs.save-answers',
  `with given as (
     select * from jsonb_to_recordset($3::jsonb)
              as g("itemCode" text, value jsonb, "isPrivate" boolean, "enteredBy" text)),
   gone as (
     delete from debrief_answers old
      where old.organization_id = $1 and old.debrief_id = $2 and old.item_code = any($4) and ($5 or not old.is_private))
   insert into debrief_answers as kept (organization_id, debrief_id, item_code, value, is_private, entered_by)
   select $1, $2, "itemCode", value, "isPrivate", "enteredBy" from given
   on conflict (organization_id, debrief_id, item_code) do update
      set value = excluded.value, is_private = excluded.is_private, entered_by = excluded.entered_by, updated_at = now()
    where ($5 or not kept.is_private) and (kept.value, kept.is_private, kept.entered_by)
          is distinct from (excluded.value, excluded.is_private, excluded.entered_by)`,
);

/** What a change of status may set beside the status. */
export type DebriefPatch = Partial<
  Pick<
    DebriefRow,
    | 'status'
    | 'locale'
    | 'openedAt'
    | 'submittedAt'
    | 'submittedBy'
    | 'reviewedAt'
    | 'skippedAt'
    | 'skipReason'
    | 'reply'
    | 'strengthNoted'
  >
>;

@Injectable()
export class DebriefsRepository {
  async find(tx: Tx, reach: Reach, id: string): Promise<DebriefRow | null> {
    return DEBRIEF.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  async lock(tx: WriteTx, reach: Reach, id: string): Promise<DebriefRow | null> {
    return DEBRIEF.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** Newest first. */
  list(tx: Tx, reach: Reach, query: DebriefQueryParams): Promise<Slice<DebriefListedView>> {
    return LIST[reach].read(tx, query);
  }

  /** Items whose answer the client keeps private: which they are, not what they say. */
  async privateCodes(tx: Tx, id: string): Promise<ItemCode[]> {
    const rows = await tx.rows<{ itemCode: ItemCode }>(PRIVATE_CODES, [tx.organizationId, id]);
    return rows.map(({ itemCode }) => itemCode);
  }

  /** Every answer, the private ones too: for the client's own visit, and for what only counts them in. */
  allAnswers(tx: Tx, id: string): Promise<DatedAnswerRow[]> {
    return tx.rows<DatedAnswerRow & Record<string, unknown>>(ALL_ANSWERS, [tx.organizationId, id]);
  }

  /** What staff may read, and what an assisted visit shows. */
  sharedAnswers(tx: Tx, id: string): Promise<DatedAnswerRow[]> {
    return tx.rows<DatedAnswerRow & Record<string, unknown>>(SHARED_ANSWERS, [tx.organizationId, id]);
  }

  /** Writes some answers and takes others away; only who `seesAll` changes what the client keeps private. */
  async saveAnswers(
    tx: WriteTx,
    id: string,
    { rows, gone, seesAll }: { rows: readonly AnswerRow[]; gone: readonly ItemCode[]; seesAll: boolean },
  ): Promise<void> {
    await tx.run(SAVE_ANSWERS, [tx.organizationId, id, JSON.stringify(rows), gone, seesAll]);
  }

  /** False when the version is not the one that was read. */
  update(tx: WriteTx, id: string, version: number, patch: DebriefPatch): Promise<boolean> {
    return tx.update(DebriefEntity, id, version, patch);
  }
}
