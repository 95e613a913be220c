import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { begins, compares, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { AssignmentEntity } from './assignment.entity.js';
import { ClientEntity } from './client.entity.js';
import type { AssignmentAnswer, ClientAnswer, ClientQueryParams } from './clients.schemas.js';
import { clientRef, clientSight } from './clients.sight.js';

/** Also whose caseload it stands in. */
export type ClientInSight = ClientAnswer & { coachId: string };

const CLIENT = projection<ClientAnswer>({
  id: 'c.id',
  externalId: 'c.external_id',
  name: clientRef('c').name,
  legalName: 'c.legal_name',
  preferredName: 'c.preferred_name',
  email: 'c.email',
  phone: 'c.phone',
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
    `select ${IN_SIGHT.select} ${FROM} where c.organization_id = $1 and c.id = $2 and ${clientSight(reach, 'c')}`,
  ),
);

const LOCK = bySight((reach) =>
  statement(
    `clients.lock.${reach}`,
    `select ${IN_SIGHT.select} ${FROM} where c.organization_id = $1 and c.id = $2 and ${clientSight(reach, 'c')} for update of c`,
  ),
);

const LIST = bySight(
  (reach) =>
    new List<ClientAnswer, ClientQueryParams>({
      name: `clients.list.${reach}`,
      item: CLIENT,
      from: `${FROM} where c.organization_id = $1 and ${clientSight(reach, 'c')}`,
      filters: {
        coachId: is('c.coach_id', 'uuid'),
        externalId: is('c.external_id'),
        search: begins('c.search_key'),
        updatedAfter: compares('c.updated_at', '>'),
      },
      sorts: {
        name: { 'c.search_key': 'text', 'c.id': 'uuid' },
        updatedAt: { 'c.updated_at': 'timestamptz', 'c.id': 'uuid' },
      },
      by: 'name',
    }),
);

const ASSIGNMENT = projection<AssignmentAnswer>({
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
  'select id from clients where organization_id = $1 and external_id = $2 and deleted_at is null',
);

const DELETED_EXTERNAL_ID = statement(
  'clients.deleted-external-id',
  `select external_id as "externalId" from clients where organization_id = $1 and id = $2 and deleted_at is not null`,
);

const DELETE = statement(
  'clients.delete',
  `update clients set deleted_at = now(), version = version + 1
    where organization_id = $1 and id = $2 and (version = $3 or $3 = -1) and deleted_at is null`,
);

const RESTORE = statement(
  'clients.restore',
  `update clients set deleted_at = null, version = version + 1
    where organization_id = $1 and id = $2 and deleted_at > now() - interval '30 days'`,
);

@Injectable()
export class ClientsRepository {
  async find(tx: Tx, reach: Reach, id: string): Promise<ClientInSight | null> {
    return IN_SIGHT.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  /** The client as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<ClientAnswer> {
    return IN_SIGHT.read(await tx.last(FIND.organization, [tx.organizationId, id]));
  }

  async lock(tx: WriteTx, reach: Reach, id: string): Promise<ClientInSight | null> {
    return IN_SIGHT.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** The caseload, by name. `search` is a key to find by (`searchKey`). */
  list(tx: Tx, reach: Reach, query: ClientQueryParams): Promise<Slice<ClientAnswer>> {
    return LIST[reach].read(tx, query);
  }

  async assignments(tx: Tx, clientId: string): Promise<AssignmentAnswer[]> {
    return (await tx.rows(ASSIGNMENTS, [tx.organizationId, clientId])).map((row) => ASSIGNMENT.read(row));
  }

  /** Who has this id of another system. */
  async withExternalId(tx: Tx, externalId: string): Promise<string | null> {
    return (await tx.row<{ id: string }>(WITH_EXTERNAL_ID, [tx.organizationId, externalId]))?.id ?? null;
  }

  /** The id in another system that a deleted client would come back with. */
  async deletedExternalId(tx: Tx, id: string): Promise<string | null> {
    const row = await tx.row<{ externalId: string | null }>(DELETED_EXTERNAL_ID, [tx.organizationId, id]);
    return row?.externalId ?? null;
  }

  async insert(
    tx: WriteTx,
    row: Partial<ClientEntity> & { id: string; coachId: string },
    assignmentId: string,
  ): Promise<void> {
    await tx.insert(ClientEntity, row);
    await tx.insert(AssignmentEntity, { id: assignmentId, clientId: row.id, coachId: row.coachId });
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<ClientEntity>): void {
    tx.change(ClientEntity, id, version, patch);
  }

  async delete(tx: WriteTx, id: string, version: number): Promise<boolean> {
    return (await tx.run(DELETE, [tx.organizationId, id, version])) === 1;
  }

  async restore(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(RESTORE, [tx.organizationId, id])) === 1;
  }
}
