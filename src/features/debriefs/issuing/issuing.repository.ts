import { Injectable } from '@nestjs/common';
import type { Day } from '../../../kernel/days.js';
import { statement } from '../../../platform/database/statement.js';
import type { GateTx, WriteTx } from '../../../platform/database/tx.js';
import type { ComeBack } from '../../../platform/ledger/consumers.js';
import { standsInTheWay } from '../../barriers/barriers.sight.js';
import {
  type DebriefStatus,
  employersNos,
  type IssuedVariant,
  type Withdrawal,
  withdrawals,
} from '../debriefs.rules.js';
import { type DebriefFacts } from './facts.rules.js';
import { type RecordedApplication } from './record.rules.js';

/** The ending that a move made, with what the record holds about it beside stages and meetings. */
export interface EndedApplication extends Omit<RecordedApplication, 'stagesReached' | 'meetings'> {
  applicationId: string;
  clientId: string;
  stageMoveId: string;
  decisionRecordedAt: string;
  /** The coach's word on whether a checklist follows; null when they said nothing. */
  issueDebrief: boolean | null;
  writtenLanguage: string;
  /** The client's. */
  timeZone: string;
}

/**
 * Locks the client (but not for what only refers to it: somebody may be writing in a debrief, and would wait in a ring),
 * so that of several endings at once each knows how many came before it; and holds the application, so that a reopening
 * waits and then finds what was issued. No row: reopened or deleted meanwhile, or ended anew since: lines may come late,
 * and nothing follows an ending that was taken back.
 */
const ENDED = statement(
  'debriefs.ended-application',
  `select a.id as "applicationId", a.client_id as "clientId", m.id as "stageMoveId", m.to_position as outcome,
          m.occurred_on as "decidedOn", m.created_at as "decisionRecordedAt",
          m.issue_debrief as "issueDebrief", a.furthest_stage as "furthestStage", c.written_language as "writtenLanguage",
          c.time_zone as "timeZone",
          c.interpreter_needed as "needsInterpreter",
          a.sent_letter_id is not null as "hasLetter",
          (select coalesce(jsonb_agg(b.kind), '[]') from barriers b
            where b.organization_id = a.organization_id and b.client_id = a.client_id
              and b.kind = any($3) and ${standsInTheWay('b')}) as "barrierKinds"
     from stage_moves m
     join applications a on a.organization_id = m.organization_id and a.id = m.application_id
     join clients c on c.organization_id = a.organization_id and c.id = a.client_id
    where m.organization_id = $1 and m.id = $2 and a.outcome is not null and a.deleted_at is null
      and not exists (select from stage_moves later where later.organization_id = m.organization_id
                         and later.application_id = m.application_id and later.id > m.id)
      for no key update of c for share of a`,
);

/** What has ended stays as it is but for a reopening, so the last move is the ending when there is one. */
const LAST_MOVE = statement(
  'debriefs.last-move',
  `select m.id, m.created_at as "recordedAt", c.time_zone as "timeZone"
     from stage_moves m
     join applications a on a.organization_id = m.organization_id and a.id = m.application_id
     join clients c on c.organization_id = a.organization_id and c.id = a.client_id
    where m.organization_id = $1 and m.application_id = $2 order by m.id desc limit 1`,
);

const INSERT = statement(
  'debriefs.insert',
  `insert into debriefs (organization_id, id, client_id, application_id, stage_move_id, variant, locale, facts,
                         decided_on, issued_at, lapses_at, decision_recorded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   on conflict (organization_id, stage_move_id) do nothing`,
);

const withdraw = (name: string, which: string) =>
  statement(
    `debriefs.withdraw-${name}`,
    `update debriefs d set status = 'skipped', skip_reason = $3, skipped_at = now(), version = version + 1,
            updated_at = now()
      where d.organization_id = $1 and ${which}
     returning d.id, d.client_id as "clientId", d.opened_at is not null
       or exists (select from debrief_answers s where s.organization_id = d.organization_id and s.debrief_id = d.id
                     and s.entered_by = 'assisted') as "wasOpened"`,
  );

/**
 * What is not handed in yet goes with the "no" that was taken back, and with no later one: the reopening may be told after
 * the next end. What was written in it stays.
 */
const WITHDRAW_OF_APPLICATION = withdraw(
  'taken-back',
  `d.application_id = $2 and d.stage_move_id < $5 and (d.status in ('issued', 'opened', 'in_progress')
     or (d.status = 'skipped' and (d.skip_reason is null or d.skip_reason <> all ($4::text[]))))`,
);

/** Of these days, what nobody has opened yet. */
const WITHDRAW_UNOPENED = withdraw(
  'unopened',
  `d.client_id = $2 and d.status = 'issued' and d.opened_at is null and d.decided_on between $4 and $5`,
);

const DAYS_OF_NOS = statement(
  'debriefs.days-of-nos',
  `select a.ended_on as day from applications a
    where a.organization_id = $1 and a.client_id = $2 and a.deleted_at is null and a.outcome = any($3)
      and a.applied_on is not null and a.ended_on between $4 and $5`,
);

/** What is shown to somebody: its facts may have to be put right. */
const SHOWN = statement(
  'debriefs.shown',
  `select d.id, d.stage_move_id as "stageMoveId" from debriefs d
    where d.organization_id = $1 and d.application_id = $2 and d.status <> 'lapsed'
      and (d.skip_reason is null or d.skip_reason <> all ($3::text[]))`,
);

/** What was handed in keeps its variant; what is said with its answers is put right, too. */
const PUT_RIGHT = statement(
  'debriefs.put-right',
  `update debriefs set variant = case when submitted_at is null then $3 else variant end, facts = $4::jsonb,
          version = version + 1, updated_at = now()
    where organization_id = $1 and id = $2
      and (facts is distinct from $4::jsonb or (submitted_at is null and variant is distinct from $3))
   returning variant`,
);

const AS_ASKED = statement(
  'debriefs.as-asked',
  'select variant, facts, status from debriefs where organization_id = $1 and id = $2',
);

const LAPSE = statement(
  'debriefs.lapse',
  `update debriefs set status = 'lapsed', version = version + 1, updated_at = now()
    where organization_id = $1 and id = any(array(
            select d.id from debriefs d where d.organization_id = $1 and d.status in ('issued', 'opened', 'in_progress')
               and d.lapses_at <= now() limit $2 for update skip locked))
   returning id, client_id as "clientId"`,
);

const ORGANIZATIONS = statement(
  'debriefs.organizations-with-lapsed',
  `select distinct organization_id as "organizationId" from debriefs
    where status in ('issued', 'opened', 'in_progress') and lapses_at <= now()`,
);

/** What comes back with its client or its application: a copy that asks for what changed hears of it. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'debriefs.come-back-with-client',
    'update debriefs set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2',
  ),
  'application.restored': statement(
    'debriefs.come-back-with-application',
    'update debriefs set version = version + 1, updated_at = now() where organization_id = $1 and application_id = $2',
  ),
};

interface LastMove extends Record<string, unknown> {
  id: string;
  recordedAt: string;
  /** The client's. */
  timeZone: string;
}

interface AsAsked extends Record<string, unknown> {
  variant: IssuedVariant;
  facts: DebriefFacts;
  status: DebriefStatus;
}

interface Withdrawn {
  id: string;
  clientId: string;
  /** By its client, or in an assisted visit that something was written in. */
  wasOpened: boolean;
}

/** What the worker asks and writes: issuing, lapsing. */
@Injectable()
export class DebriefIssuingRepository {
  /** The ending that this move made; of the barriers only kinds that `askable` names leave the database. */
  findEnded(tx: WriteTx, stageMoveId: string, askable: readonly string[]): Promise<EndedApplication | null> {
    return tx.row<EndedApplication & Record<string, unknown>>(ENDED, [tx.organizationId, stageMoveId, askable]);
  }

  findLastMove(tx: WriteTx, applicationId: string): Promise<LastMove | null> {
    return tx.row<LastMove>(LAST_MOVE, [tx.organizationId, applicationId]);
  }

  /** False when this ending has its debrief already. */
  async insert(
    tx: WriteTx,
    id: string,
    of: EndedApplication,
    row: { variant: IssuedVariant; locale: string; facts: DebriefFacts; lapsesAt: Date },
  ): Promise<boolean> {
    const { clientId, applicationId, stageMoveId, decidedOn, decisionRecordedAt } = of;
    const { variant, locale, facts, lapsesAt } = row;
    const values = [id, clientId, applicationId, stageMoveId, variant, locale, JSON.stringify(facts), decidedOn];
    return (await tx.run(INSERT, [tx.organizationId, ...values, tx.now, lapsesAt, decisionRecordedAt])) === 1;
  }

  /** With a "no" that this move took back. */
  withdrawOf(tx: WriteTx, applicationId: string, reopenedBy: string): Promise<Withdrawn[]> {
    const reason: Withdrawal = 'taken_back';
    const values = [tx.organizationId, applicationId, reason, [...withdrawals], reopenedBy];
    return tx.rows(WITHDRAW_OF_APPLICATION, values);
  }

  /** Where a call takes its place: what the client has not opened, of "no"s of these days. */
  withdrawUnopened(tx: WriteTx, clientId: string, { from, to }: { from: Day; to: Day }): Promise<Withdrawn[]> {
    const reason: Withdrawal = 'call_instead';
    return tx.rows(WITHDRAW_UNOPENED, [tx.organizationId, clientId, reason, from, to]);
  }

  /** The days on which employers said no to this client, one for each "no". */
  async daysOfNos(tx: WriteTx, clientId: string, { from, to }: { from: Day; to: Day }): Promise<Day[]> {
    const values = [tx.organizationId, clientId, [...employersNos], from, to];
    return (await tx.rows<{ day: Day }>(DAYS_OF_NOS, values)).map(({ day }) => day);
  }

  /** Of an application, all that is neither lapsed nor withdrawn. */
  shown(tx: WriteTx, applicationId: string): Promise<{ id: string; stageMoveId: string }[]> {
    return tx.rows(SHOWN, [tx.organizationId, applicationId, [...withdrawals]]);
  }

  /** What it asks until now. */
  asAsked(tx: WriteTx, id: string): Promise<AsAsked | null> {
    return tx.row<AsAsked>(AS_ASKED, [tx.organizationId, id]);
  }

  /** Its variant then; null: it says so already. */
  async putRight(tx: WriteTx, id: string, variant: IssuedVariant, facts: DebriefFacts): Promise<string | null> {
    const values = [tx.organizationId, id, variant, JSON.stringify(facts)];
    return (await tx.row<{ variant: string }>(PUT_RIGHT, values))?.variant ?? null;
  }

  organizationsWithLapsed(tx: GateTx): Promise<{ organizationId: string }[]> {
    return tx.rows<{ organizationId: string }>(ORGANIZATIONS, []);
  }

  /** Some of those whose time ran out; one that somebody writes in just now waits for the next round. */
  lapse(tx: WriteTx, most: number): Promise<{ id: string; clientId: string }[]> {
    return tx.rows<{ id: string; clientId: string }>(LAPSE, [tx.organizationId, most]);
  }
}
