import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { begins, changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight, thatCanComeBack } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientKeys } from '../../platform/sealing/sealed-text.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import { AssignmentEntity } from './assignment.entity.js';
import { ClientEntity } from './client.entity.js';
import { externalIdTaken } from './clients.rules.js';
import type { AssignmentView, ClientQueryParams, ClientView } from './clients.schemas.js';
import { clientReach, clientRef, clientSight } from './clients.sight.js';

/** Also whose caseload it stands in. */
export type ClientInSight = ClientView & { coachId: string };

const CLIENT = projection<ClientView>({
  id: 'c.id',
  externalId: 'c.external_id',
  name: clientRef('c').name,
  legalName: 'c.legal_name',
  preferredName: 'c.preferred_name',
  email: 'c.email',
  phone: 'c.phone',
  phoneE164: 'c.phone_e164',
  spokenLanguage: 'c.spoken_language',
  writtenLanguage: 'c.written_language',
  interpreterNeeded: 'c.interpreter_needed',
  timeZone: 'c.time_zone',
  coach: { id: 'u.id', name: 'u.name' },
  createdAt: 'c.created_at',
  updatedAt: 'c.updated_at',
  version: 'c.version',
});

const IN_SIGHT = projection<ClientInSight>({ ...CLIENT.columns, coachId: 'c.coach_id' });

const FROM = 'from clients c join users u on u.organization_id = c.organization_id and u.id = c.coach_id';

const FIND = bySight((reach) =>
  statement(
    `clients.find.${reach}`,
    `select ${IN_SIGHT.select}, ${clientKeys('c.id')} as keys ${FROM} where c.organization_id = $1 and c.id = $2 and ${clientSight(reach, 'c')}`,
  ),
);

const LOCK = bySight((reach) =>
  statement(
    `clients.lock.${reach}`,
    `select ${IN_SIGHT.select} ${FROM} where c.organization_id = $1 and c.id = $2 and ${clientSight(reach, 'c')} for update of c`,
  ),
);

const LOCK_DELETED = bySight((reach) =>
  statement(
    `clients.lock-deleted.${reach}`,
    `select ${IN_SIGHT.select} ${FROM}
      where c.organization_id = $1 and c.id = $2 and ${thatCanComeBack('c')} and ${clientReach(reach, 'c')} for update of c`,
  ),
);

const LIST = bySight(
  (reach) =>
    new List<ClientView, ClientQueryParams>({
      name: `clients.list.${reach}`,
      item: CLIENT,
      from: `${FROM} where c.organization_id = $1 and ${clientSight(reach, 'c')}`,
      filters: {
        coachId: is('c.coach_id', 'uuid'),
        externalId: is('c.external_id'),
        search: begins('c.search_key'),
        updatedAfter: changedAfter('c.updated_at'),
      },
      sorts: {
        name: { 'c.search_key': 'text', 'c.id': 'uuid' },
        updatedAt: { 'c.updated_at': 'timestamptz', 'c.id': 'uuid' },
      },
      by: 'name',
    }),
);

const ASSIGNMENT = projection<AssignmentView>({
  coach: { id: 'a.coach_id', name: 'u.name' },
  startedAt: 'a.started_at',
  endedAt: 'a.ended_at',
});

const ASSIGNMENTS = statement(
  'clients.assignments',
  `select ${ASSIGNMENT.select}
     from assignments a join users u on u.organization_id = a.organization_id and u.id = a.coach_id
    where a.organization_id = $1 and a.client_id = $2 order by a.started_at desc, a.id desc`,
);

const WITH_EXTERNAL_ID = statement(
  'clients.with-external-id',
  'select id, coach_id as "coachId" from clients where organization_id = $1 and external_id = $2 and deleted_at is null',
);

/** Of two that take the same id of another system at once, the second is refused as if it had looked later. */
const TAKEN = { clients_external_id_key: () => externalIdTaken() };

@Injectable()
export class ClientsRepository {
  constructor(private readonly sealing: Sealing) {}

  /** What is written down for the client next may have to be sealed, so the keys come along. */
  async find(tx: Tx, reach: Reach, id: string): Promise<ClientInSight | null> {
    const row = await tx.row<{ keys: string | null }>(FIND[reach], [tx.organizationId, id]);
    if (row) this.sealing.remember(tx, id, row.keys);
    return IN_SIGHT.read(row);
  }

  /** The client as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<ClientView> {
    return IN_SIGHT.read(await tx.last(FIND.organization, [tx.organizationId, id]));
  }

  async lock(tx: WriteTx, reach: Reach, id: string): Promise<ClientInSight | null> {
    return IN_SIGHT.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** One that was deleted and can still be brought back. */
  async lockDeleted(tx: WriteTx, reach: Reach, id: string): Promise<ClientInSight | null> {
    return IN_SIGHT.read(await tx.row(LOCK_DELETED[reach], [tx.organizationId, id]));
  }

  /** The caseload, by name. `search` is a key to find by (`searchKey`). */
  list(tx: Tx, reach: Reach, query: ClientQueryParams): Promise<Slice<ClientView>> {
    return LIST[reach].read(tx, query);
  }

  async assignments(tx: Tx, clientId: string): Promise<AssignmentView[]> {
    return (await tx.rows(ASSIGNMENTS, [tx.organizationId, clientId])).map((row) => ASSIGNMENT.read(row));
  }

  /** Who has this id of another system. */
  withExternalId(tx: Tx, externalId: string): Promise<{ id: string; coachId: string } | null> {
    return tx.row(WITH_EXTERNAL_ID, [tx.organizationId, externalId]);
  }

  async insert(
    tx: WriteTx,
    row: Partial<ClientEntity> & { id: string; coachId: string },
    assignmentId: string,
  ): Promise<void> {
    await tx.insert(ClientEntity, row, TAKEN);
    await tx.insert(AssignmentEntity, { id: assignmentId, clientId: row.id, coachId: row.coachId });
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<ClientEntity>): void {
    tx.change(ClientEntity, id, version, patch, TAKEN);
  }
}
