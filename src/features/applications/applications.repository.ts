import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { columnsOf, projection } from '../../platform/database/projection.js';
import { bySight, thatCanComeBack } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { ComeBack } from '../../platform/ledger/consumers.js';
import { clientSight } from '../clients/clients.sight.js';
import { ApplicationEntity } from './application.entity.js';
import { APPLICATION_LISTED } from './application-list.repository.js';
import type { Application } from './application-state.rules.js';
import { externalIdTaken } from './applications.rules.js';
import type { ApplicationView } from './applications.schemas.js';
import { applicationSight } from './applications.sight.js';

/** An application with what the rules, the access table and other rooms must know of it. */
export interface LoadedApplication extends Application {
  coachId: string;
  /** Where the client lives (IANA). */
  clientTimeZone: string;
  externalId: string | null;
  jobTitle: string;
  postingUrl: string | null;
  postingText: string | null;
  endedOn: string | null;
  version: number;
}

const FROM = `from applications a
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id
 where a.organization_id = $1 and a.id = $2`;

/** An application as the database knows it: what may come next is the rules' to say. */
export type ApplicationRow = Omit<ApplicationView, 'moves' | 'employerNameGiven'>;

/** Which letter went out with it, and which version of it: noted here by whoever sends it. */
export const APPLICATION = projection<ApplicationRow>({
  ...APPLICATION_LISTED.columns,
  postingText: 'a.posting_text',
  sentLetter: { id: 'a.sent_letter_id', number: 'a.sent_letter_number' },
});

const LOADED = projection<LoadedApplication>({
  ...columnsOf(APPLICATION, 'id', 'externalId', 'jobTitle', 'postingUrl', 'postingText', 'version'),
  ...columnsOf(APPLICATION, 'stage', 'outcome', 'furthestStage', 'appliedOn', 'endedOn'),
  clientId: 'a.client_id',
  coachId: 'c.coach_id',
  clientTimeZone: 'c.time_zone',
  reachedBeforeReopening: 'a.reached_before_reopening',
  lastMovedOn: 'a.last_moved_on',
});

const FIND = bySight((reach) =>
  statement(
    `applications.find.${reach}`,
    `select ${APPLICATION.select} ${FROM} and ${applicationSight(reach, 'a', 'c')}`,
  ),
);

const load = (name: string, end: string) =>
  bySight((reach) =>
    statement(
      `applications.${name}.${reach}`,
      `select ${LOADED.select} ${FROM} and ${applicationSight(reach, 'a', 'c')} ${end}`,
    ),
  );

const LOAD = load('load', '');
const LOCK = load('lock', 'for update of a');

/** What was deleted can come back for 30 days. */
const LOCK_DELETED = bySight((reach) =>
  statement(
    `applications.lock-deleted.${reach}`,
    `select ${LOADED.select} ${FROM} and ${clientSight(reach, 'c')}
        and ${thatCanComeBack('a')} for update of a`,
  ),
);

const WITH_EXTERNAL_ID = statement(
  'applications.with-external-id',
  `select a.id, c.coach_id as "coachId", a.client_id as "clientId", a.version, c.deleted_at is not null as "isGone"
     from applications a join clients c on c.organization_id = a.organization_id and c.id = a.client_id
    where a.organization_id = $1 and a.external_id = $2 and a.deleted_at is null`,
);

/** What comes back with its client. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'applications.come-back-with-client',
    `update applications set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and deleted_at is null`,
  ),
};
/** Of two that take the same id of another system at once, the second is refused as if it had looked later. */
const TAKEN = { applications_external_id_key: () => externalIdTaken() };

@Injectable()
export class ApplicationsRepository {
  /** The application as it is answered. */
  async find(tx: Tx, reach: Reach, id: string): Promise<ApplicationRow | null> {
    return APPLICATION.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  async load(tx: Tx, reach: Reach, id: string): Promise<LoadedApplication | null> {
    return LOADED.read(await tx.row(LOAD[reach], [tx.organizationId, id]));
  }

  /** The same, and nobody else changes it until this transaction ends. */
  async lock(tx: WriteTx, reach: Reach, id: string): Promise<LoadedApplication | null> {
    return LOADED.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** One that was deleted, as long as it can come back. */
  async lockDeleted(tx: WriteTx, reach: Reach, id: string): Promise<LoadedApplication | null> {
    return LOADED.read(await tx.row(LOCK_DELETED[reach], [tx.organizationId, id]));
  }

  /** Which application has this id in another system; `isGone`: with its client. */
  withExternalId(
    tx: Tx,
    externalId: string,
  ): Promise<{ id: string; coachId: string; clientId: string; version: number; isGone: boolean } | null> {
    return tx.row(WITH_EXTERNAL_ID, [tx.organizationId, externalId]);
  }

  insert(tx: WriteTx, row: Partial<ApplicationEntity>): Promise<void> {
    return tx.insert(ApplicationEntity, row, TAKEN);
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<ApplicationEntity>): void {
    tx.change(ApplicationEntity, id, version, patch, TAKEN);
  }

  /** The application as it is answered: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<ApplicationRow> {
    return APPLICATION.read(await tx.last(FIND.organization, [tx.organizationId, id]));
  }
}
