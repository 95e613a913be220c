import { Injectable } from '@nestjs/common';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx } from '../../platform/database/tx.js';
import type { AuditQueryParams } from './audit.schemas.js';

/** Names are asked of today's accounts; the trail itself holds ids. */
const ITEM = `'id', l.id, 'at', ${jsonInstant('l.occurred_at')},
  'actor', json_build_object('kind', l.actor_kind, 'id', l.actor_id, 'name',
    (select u.name from users u where u.organization_id = l.organization_id and u.id = l.actor_id and l.actor_kind = 'staff')),
  'name', l.name, 'subjectId', l.subject_id, 'clientId', l.client_id, 'facts', l.payload, 'requestId', l.request_id`;

const filters = ['client', 'actor', 'name'] as const;
type Filter = (typeof filters)[number];
const columnOf: Readonly<Record<Filter, string>> = { client: 'client_id', actor: 'actor_id', name: 'name' };

/**
 * The trail through these filters, newest first. Of one client or one actor it runs along their own index, which is in
 * the order of ids (made by the clock); else along the time.
 */
function list(given: readonly Filter[]): JsonListStatements {
  const byId = given.includes('client') || given.includes('actor');
  return new JsonListStatements({
    name: ['audit.list', ...given].join('.'),
    item: ITEM,
    from: `from ledger_lines l where l.organization_id = $1 and l.occurred_at >= $2 and l.occurred_at < $3
           ${given.map((filter, index) => `and l.${columnOf[filter]} = $${index + 4}`).join(' ')}`,
    keys: byId ? ['l.id'] : ['l.occurred_at', 'l.id'],
    keyTypes: byId ? ['uuid'] : ['timestamptz', 'uuid'],
    direction: 'desc',
    parameters: 3 + given.length,
  });
}

const keyOf = (given: readonly Filter[]): string => given.join('+');
const subsets = filters.reduce<Filter[][]>((sets, filter) => [...sets, ...sets.map((set) => [...set, filter])], [[]]);
const LISTS = new Map(subsets.map((given) => [keyOf(given), list(given)]));

const KNOWS_CLIENT = statement(
  'audit.knows-client',
  'select 1 as yes from clients where organization_id = $1 and id = $2',
);

/** Reads what every room recorded. */
@Injectable()
export class AuditRepository {
  /** One page of the trail between two instants (the second not included), as JSON text. */
  list(tx: Tx, query: AuditQueryParams, from: string, before: string): Promise<string> {
    const given = filters.filter((filter) => query[filter] !== undefined);
    const wanted = given.map((filter) => query[filter] ?? '');
    const statements = LISTS.get(keyOf(given));
    if (!statements) throw new Error(`no list for ${keyOf(given)}`);
    return statements.read(tx, [tx.organizationId, from, before, ...wanted], query, [from, before, ...wanted]);
  }

  /** Whether the organization has, or had and can restore, this client. */
  async knowsClient(tx: Tx, id: string): Promise<boolean> {
    return (await tx.row(KNOWS_CLIENT, [tx.organizationId, id])) !== null;
  }
}
