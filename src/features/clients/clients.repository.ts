import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { bySight } from '../../platform/database/sight.js';
import { type SqlValue, statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { recordingLook } from '../../platform/ledger/ledger.js';
import { AssignmentEntity } from './assignment.entity.js';
import { ClientEntity } from './client.entity.js';
import type { AssignmentAnswer, ClientAnswer, ClientQueryParams } from './clients.schemas.js';
import { clientSight } from './clients.sight.js';

const COLUMNS = `c.id, c.legal_name as "legalName", c.preferred_name as "preferredName", c.email, c.phone,
  c.spoken_language as "spokenLanguage", c.written_language as "writtenLanguage",
  c.interpreter_needed as "interpreterNeeded", c.time_zone as "timeZone", c.coach_id as "coachId",
  c.created_at as "createdAt", c.updated_at as "updatedAt", c.version`;

const ITEM = `'id', c.id, 'legalName', c.legal_name, 'preferredName', c.preferred_name, 'email', c.email,
  'phone', c.phone, 'spokenLanguage', c.spoken_language, 'writtenLanguage', c.written_language,
  'interpreterNeeded', c.interpreter_needed, 'timeZone', c.time_zone, 'coachId', c.coach_id,
  'updatedAt', ${jsonInstant('c.updated_at')}, 'version', c.version`;

const FIND = bySight((reach) =>
  statement(
    `clients.find.${reach}`,
    `select ${COLUMNS} from clients c where c.organization_id = $1 and c.id = $2 and ${clientSight(reach, 'c')}`,
  ),
);

/** Reads the client and writes down that it was looked at, in one. */
const SEE = bySight((reach) => recordingLook(FIND[reach], 2));

const LOCK = bySight((reach) =>
  statement(
    `clients.lock.${reach}`,
    `select ${COLUMNS} from clients c where c.organization_id = $1 and c.id = $2 and ${clientSight(reach, 'c')} for update`,
  ),
);

const list = (name: string, reach: Reach, filter: string, parameters: number): JsonListStatements =>
  new JsonListStatements({
    name: `clients.${name}.${reach}`,
    item: ITEM,
    from: `from clients c where c.organization_id = $1 and ${clientSight(reach, 'c')} ${filter}`,
    keys: ['c.search_key', 'c.id'],
    keyTypes: ['text', 'uuid'],
    direction: 'asc',
    parameters,
  });

const LIST = bySight((reach) => list('list', reach, '', 1));
const LIST_OF_COACH = bySight((reach) => list('list-of-coach', reach, 'and c.coach_id = $2', 2));
/** A prefix as a range of the sort key: comparisons of text are leakproof, so the index serves them under row security. */
const SEARCH = bySight((reach) => list('search', reach, 'and c.search_key >= $2 and c.search_key < $3', 3));

const ASSIGNMENTS = statement(
  'clients.assignments',
  `select a.coach_id as "coachId", u.name as "coachName", a.started_at as "startedAt", a.ended_at as "endedAt"
     from assignments a join users u on u.organization_id = a.organization_id and u.id = a.coach_id
    where a.organization_id = $1 and a.client_id = $2 order by a.started_at desc, a.id desc`,
);

const DELETE = statement(
  'clients.delete',
  `update clients set deleted_at = now(), deleted_by = $4, version = version + 1
    where organization_id = $1 and id = $2 and (version = $3 or $3 = -1) and deleted_at is null`,
);

const RESTORE = statement(
  'clients.restore',
  `update clients set deleted_at = null, deleted_by = null, version = version + 1
    where organization_id = $1 and id = $2 and deleted_at > now() - interval '30 days'`,
);

@Injectable()
export class ClientsRepository {
  find(tx: Tx, reach: Reach, id: string): Promise<ClientAnswer | null> {
    return tx.row<ClientAnswer>(FIND[reach], [tx.organizationId, id]);
  }

  /** The same, with the line of the look (`Ledger.lineValues`) written when there is something to see. */
  see(tx: Tx, reach: Reach, id: string, look: readonly SqlValue[]): Promise<ClientAnswer | null> {
    return tx.row<ClientAnswer>(SEE[reach], [tx.organizationId, id, ...look]);
  }

  lock(tx: WriteTx, reach: Reach, id: string): Promise<ClientAnswer | null> {
    return tx.row<ClientAnswer>(LOCK[reach], [tx.organizationId, id]);
  }

  /** One page of the caseload as JSON text, by name. */
  list(tx: Tx, reach: Reach, query: ClientQueryParams, searchFrom: string | null): Promise<string> {
    if (searchFrom !== null) {
      const range = [searchFrom, `${searchFrom}\u{10ffff}`];
      return SEARCH[reach].read(tx, [tx.organizationId, ...range], query, [searchFrom]);
    }
    if (query.coachId !== undefined) {
      return LIST_OF_COACH[reach].read(tx, [tx.organizationId, query.coachId], query, [query.coachId]);
    }
    return LIST[reach].read(tx, [tx.organizationId], query, []);
  }

  assignments(tx: Tx, clientId: string): Promise<AssignmentAnswer[]> {
    return tx.rows<AssignmentAnswer>(ASSIGNMENTS, [tx.organizationId, clientId]);
  }

  async insert(
    tx: WriteTx,
    row: Partial<ClientEntity> & { id: string; coachId: string },
    assignmentId: string,
  ): Promise<void> {
    await tx.insert(ClientEntity, row);
    await tx.insert(AssignmentEntity, { id: assignmentId, clientId: row.id, coachId: row.coachId });
  }

  update(tx: WriteTx, id: string, version: number, patch: Partial<ClientEntity>): Promise<boolean> {
    return tx.update(ClientEntity, id, version, patch);
  }

  async delete(tx: WriteTx, id: string, version: number, by: string | null): Promise<boolean> {
    return (await tx.run(DELETE, [tx.organizationId, id, version, by])) === 1;
  }

  async restore(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(RESTORE, [tx.organizationId, id])) === 1;
  }
}
