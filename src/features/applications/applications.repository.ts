import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import { ApplicationEntity } from './application.entity.js';
import type { Application } from './application-state.rules.js';
import type { ApplicationAnswer } from './applications.schemas.js';

/** An application with what the rules, the access table and other rooms must know of it. */
export interface LoadedApplication extends Application {
  coachId: string;
  /** Where the client lives (IANA). */
  clientTimeZone: string;
  employerId: string;
  employerName: string;
  jobTitle: string;
  postingUrl: string | null;
  postingText: string | null;
  endedOn: string | null;
  version: number;
}

const FROM = `from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
  join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
 where a.organization_id = $1 and a.id = $2`;

const SENT_LETTER = `(select jsonb_build_object('id', l.id, 'number', l.sent_number) from cover_letters l
  where l.organization_id = a.organization_id and l.application_id = a.id and l.sent_number is not null
  order by l.sent_at desc, l.id desc limit 1)`;

const FIND = bySight((reach) =>
  statement(
    `applications.find.${reach}`,
    `select a.id, a.client_id as "clientId", jsonb_build_object('id', e.id, 'name', e.name) as employer,
            a.job_title as "jobTitle", a.posting_url as "postingUrl", a.posting_text as "postingText", a.source,
            a.stage, a.outcome, a.furthest_stage as "furthestStage", a.ending_stage as "endingStage",
            a.applied_on as "appliedOn", a.ended_on as "endedOn", ${SENT_LETTER} as "sentLetter",
            a.created_at as "createdAt", a.updated_at as "updatedAt", a.version
       ${FROM} and ${clientSight(reach, 'c')}`,
  ),
);

const load = (name: string, end: string) =>
  bySight((reach) =>
    statement(
      `applications.${name}.${reach}`,
      `select a.id, a.client_id as "clientId", c.coach_id as "coachId", c.time_zone as "clientTimeZone",
              a.employer_id as "employerId", e.name as "employerName", a.job_title as "jobTitle",
              a.posting_url as "postingUrl", a.posting_text as "postingText", a.stage, a.outcome,
              a.furthest_stage as "furthestStage", a.reached_before_reopening as "reachedBeforeReopening",
              a.applied_on as "appliedOn", a.last_moved_on as "lastMovedOn", a.ended_on as "endedOn", a.version
         ${FROM} and ${clientSight(reach, 'c')} ${end}`,
    ),
  );

const LOAD = load('load', '');
const LOCK = load('lock', 'for update of a');

@Injectable()
export class ApplicationsRepository {
  /** The application as it is answered. */
  find(tx: Tx, reach: Reach, id: string): Promise<ApplicationAnswer | null> {
    return tx.row<ApplicationAnswer>(FIND[reach], [tx.organizationId, id]);
  }

  load(tx: Tx, reach: Reach, id: string): Promise<LoadedApplication | null> {
    return tx.row<LoadedApplication & Record<string, unknown>>(LOAD[reach], [tx.organizationId, id]);
  }

  /** The same, and nobody else changes it until this transaction ends. */
  lock(tx: WriteTx, reach: Reach, id: string): Promise<LoadedApplication | null> {
    return tx.row<LoadedApplication & Record<string, unknown>>(LOCK[reach], [tx.organizationId, id]);
  }

  insert(tx: WriteTx, row: Partial<ApplicationEntity>): Promise<void> {
    return tx.insert(ApplicationEntity, row);
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<ApplicationEntity>): void {
    tx.change(ApplicationEntity, id, version, patch);
  }

  /** The application as it is answered: the last question of a transaction. Throws 404. */
  last(tx: WriteTx, id: string): Promise<ApplicationAnswer> {
    return tx.last<ApplicationAnswer>(FIND.organization, [tx.organizationId, id]);
  }
}
