import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { Place } from '../../platform/sealing/envelope.js';
import { clientKeys, type SealedText, sealedText } from '../../platform/sealing/sealed-text.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import { clientRef, clientSight } from '../clients/clients.sight.js';
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

/** What the coach says to the client, sealed together. */
type Reply = Pick<DebriefRow, 'reply' | 'strengthNoted'>;

/** A row, before it is opened. */
type Closed = Omit<DebriefRow, keyof Reply> & { words: SealedText | null; keys: string | null };

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

const DEBRIEF = projection<Closed>({
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
  words: sealedText('d.sealed_reply', 'd.client_id'),
  keys: clientKeys('d.client_id'),
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

const placeOf = (id: string): Place => ['debriefs', id];

/** The coach's words are sealed on their way in and opened on their way out. */
@Injectable()
export class DebriefsRepository {
  constructor(private readonly sealing: Sealing) {}

  async find(tx: Tx, reach: Reach, id: string): Promise<DebriefRow | null> {
    const row = DEBRIEF.read(await tx.row(FIND[reach], [tx.organizationId, id]));
    return row && this.open(tx, row);
  }

  async lock(tx: WriteTx, reach: Reach, id: string): Promise<DebriefRow | null> {
    const row = DEBRIEF.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
    return row && this.open(tx, row);
  }

  /** Newest first. */
  list(tx: Tx, reach: Reach, query: DebriefQueryParams): Promise<Slice<DebriefListedView>> {
    return LIST[reach].read(tx, query);
  }

  /** False when the version is not the one that was read. */
  async update(tx: WriteTx, debrief: DebriefRow, patch: DebriefPatch): Promise<boolean> {
    const { id, clientId, version } = debrief;
    const { reply, strengthNoted, ...open } = patch;
    const hasWords = typeof reply === 'string' || typeof strengthNoted === 'string';
    const words = hasWords ? JSON.stringify({ reply, strengthNoted }) : null;
    const sealed = words && { sealedReply: (await this.sealing.toSeal(tx, clientId)).seal(placeOf(id), words) };
    return tx.update(DebriefEntity, id, version, { ...open, ...sealed });
  }

  private open(tx: Tx, { words, keys, ...row }: Closed): DebriefRow {
    this.sealing.remember(tx, row.clientId, keys);
    const text = this.sealing.read(tx, row.clientId, placeOf(row.id), words);
    return { ...row, ...(text === null ? { reply: null, strengthNoted: null } : (JSON.parse(text) as Reply)) };
  }
}
