import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { type DebriefFacts } from './debrief-facts.rules.js';
import { type RecordedApplication } from './debrief-record.rules.js';
import { type DebriefState, type IssuedVariant } from './debriefs.rules.js';

/** The ending that a ledger line tells of, with all that the record holds about it. */
export interface EndedApplication extends RecordedApplication {
  applicationId: string;
  clientId: string;
  stageMoveId: string;
  writtenLanguage: string;
}

const MEETINGS = `(select coalesce(jsonb_agg(jsonb_build_object(
    'round', i.round, 'kind', i.kind, 'outcome', i.outcome, 'startsAt', i.starts_at,
    'promisedDecisionOn', i.promised_decision_on,
    'people', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'role', p.role) order by p.id), '[]')
                 from interview_people p where p.organization_id = i.organization_id and p.interview_id = i.id)
    ) order by i.round, i.starts_at, i.id), '[]')
  from interviews i where i.organization_id = a.organization_id and i.application_id = a.id)`;

/**
 * The move behind a line: both were written in one transaction, so at one moment. Locks the client, so that of several
 * endings at once each knows how many came before it, and holds the application, so that a reopening waits and then
 * finds what was issued. No row: reopened meanwhile.
 */
const ENDED = statement(
  'debriefs.ended-application',
  `select a.id as "applicationId", a.client_id as "clientId", m.id as "stageMoveId", m.to_state as outcome,
          m.moved_on as "decidedOn", a.furthest_stage as "furthestStage", c.written_language as "writtenLanguage",
          c.interpreter_needed as "needsInterpreter",
          exists (select 1 from cover_letters l where l.organization_id = a.organization_id
                     and l.application_id = a.id and l.sent_at is not null) as "hasLetter",
          (select jsonb_agg(s.to_state) from stage_moves s
            where s.organization_id = a.organization_id and s.application_id = a.id) as "movedTo",
          ${MEETINGS} as meetings,
          (select coalesce(jsonb_agg(b.kind), '[]') from barriers b
            where b.organization_id = a.organization_id and b.client_id = a.client_id
              and b.kind = any($3) and b.state not in ('eased', 'removed', 'parked')) as "barrierKinds"
     from ledger_lines l
     join applications a on a.organization_id = l.organization_id and a.id = (l.payload ->> 'applicationId')::uuid
     join stage_moves m on m.organization_id = a.organization_id and m.application_id = a.id
                       and m.created_at = l.occurred_at and m.to_state = l.payload ->> 'to'
     join clients c on c.organization_id = a.organization_id and c.id = a.client_id
    where l.organization_id = $1 and l.id = $2 and a.outcome is not null
    order by m.id desc limit 1
      for update of c for share of a`,
);

const INSERT = statement(
  'debriefs.insert',
  `insert into debriefs (organization_id, id, client_id, application_id, stage_move_id, variant, locale, facts,
                         decided_on, issued_at, lapses_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (organization_id, stage_move_id) do nothing`,
);

/** What nobody has written in yet goes with the "no" that was taken back. */
const WITHDRAW = statement(
  'debriefs.withdraw',
  `update debriefs set status = 'skipped', skipped_at = now(), version = version + 1, updated_at = now()
    where organization_id = $1 and application_id = $2 and status in ('issued', 'opened')
   returning id, client_id as "clientId"`,
);

const FOR_MAIL = statement(
  'debriefs.for-mail',
  `select d.id, d.client_id as "clientId", d.application_id as "applicationId", d.status, d.locale,
          d.lapses_at as "lapsesAt", c.email, c.time_zone as "timeZone",
          coalesce(c.preferred_name, c.legal_name) as "clientName", u.name as "coachName",
          (select count(*)::int from debriefs e
            where e.organization_id = d.organization_id and e.client_id = d.client_id and e.id <= d.id
              and e.issued_at > d.issued_at - interval '7 days') as nos
     from debriefs d
     join clients c on c.organization_id = d.organization_id and c.id = d.client_id and c.deleted_at is null
     join applications a on a.organization_id = d.organization_id and a.id = d.application_id and a.outcome is not null
     join users u on u.organization_id = c.organization_id and u.id = c.coach_id
    where d.organization_id = $1 and d.id = $2`,
);

const LAPSE = statement(
  'debriefs.lapse',
  `update debriefs set status = 'lapsed', version = version + 1, updated_at = now()
    where organization_id = $1 and status in ('issued', 'opened', 'in_progress') and lapses_at <= now()
   returning id, client_id as "clientId"`,
);

export interface DebriefToMail {
  id: string;
  clientId: string;
  applicationId: string;
  status: DebriefState;
  locale: string;
  lapsesAt: string;
  email: string | null;
  timeZone: string;
  clientName: string;
  coachName: string;
  /** "No"s of this client within seven days, this one included. */
  nos: number;
}

/** What the worker asks and writes: issuing, mailing, lapsing. */
@Injectable()
export class DebriefIssuingRepository {
  /** The ending behind a ledger line; of the barriers only kinds that `askable` names leave the database. */
  findEnded(tx: WriteTx, lineId: string, askable: readonly string[]): Promise<EndedApplication | null> {
    return tx.row<EndedApplication & Record<string, unknown>>(ENDED, [tx.organizationId, lineId, askable]);
  }

  /** False when this ending has its debrief already. */
  async insert(
    tx: WriteTx,
    id: string,
    of: EndedApplication,
    row: { variant: IssuedVariant; locale: string; facts: DebriefFacts; lapsesAt: Date },
  ): Promise<boolean> {
    const { clientId, applicationId, stageMoveId, decidedOn } = of;
    const { variant, locale, facts, lapsesAt } = row;
    const values = [id, clientId, applicationId, stageMoveId, variant, locale, JSON.stringify(facts), decidedOn];
    return (await tx.run(INSERT, [tx.organizationId, ...values, tx.now, lapsesAt])) === 1;
  }

  withdraw(tx: WriteTx, applicationId: string): Promise<{ id: string; clientId: string }[]> {
    return tx.rows<{ id: string; clientId: string }>(WITHDRAW, [tx.organizationId, applicationId]);
  }

  /** Null when there is nobody to mail: the client was deleted, or the "no" was taken back. */
  findToMail(tx: WriteTx, id: string): Promise<DebriefToMail | null> {
    return tx.row<DebriefToMail & Record<string, unknown>>(FOR_MAIL, [tx.organizationId, id]);
  }

  lapse(tx: WriteTx): Promise<{ id: string; clientId: string }[]> {
    return tx.rows<{ id: string; clientId: string }>(LAPSE, [tx.organizationId]);
  }
}
