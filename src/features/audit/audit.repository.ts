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

/** What a trail can be narrowed by, each with its predicate; `$n` stands for the next parameters. */
const conditions = {
  client: `l.id in (select o.id from ledger_lines o where o.organization_id = $1 and o.client_id = $n
                    union all select ledger_lines_listing($n))`,
  actor: 'l.actor_id = $n',
  name: 'l.name = $n',
  days: 'l.occurred_at >= $n and l.occurred_at < $n',
} as const;
type Filter = keyof typeof conditions;
const filters = Object.keys(conditions) as Filter[];

/**
 * The trail through these filters, newest first. A client's lines are its own and those of lists that showed it. Of one
 * client or one actor it goes by ids (made by the clock), else along the time. A statement for each set of filters, so
 * that each has its own plan.
 */
function list(given: readonly Filter[]): JsonListStatements {
  const byId = given.includes('client') || given.includes('actor');
  let parameters = 1;
  const where = given.map((filter) => `and ${conditions[filter].replaceAll('$n', () => `$${++parameters}`)}`);
  return new JsonListStatements({
    name: ['audit.list', ...given].join('.'),
    item: ITEM,
    from: `from ledger_lines l where l.organization_id = $1 ${where.join(' ')}`,
    keys: byId ? ['l.id'] : ['l.occurred_at', 'l.id'],
    keyTypes: byId ? ['uuid'] : ['timestamptz', 'uuid'],
    direction: 'desc',
    parameters,
  });
}

const keyOf = (given: readonly Filter[]): string => given.join('+');
const withAndWithout = (sets: readonly Filter[][], filter: Filter): Filter[][] =>
  sets.flatMap((given) => [given, [...given, filter]]);
const LISTS = new Map(filters.reduce(withAndWithout, [[]]).map((given) => [keyOf(given), list(given)]));

const KNOWS_CLIENT = statement(
  'audit.knows-client',
  'select 1 as yes from clients where organization_id = $1 and id = $2',
);

/** Reads what every room recorded. */
@Injectable()
export class AuditRepository {
  /** One page of the trail as JSON text. `days`: two instants, the second not included. */
  list(tx: Tx, query: AuditQueryParams, days: readonly [string, string] | null): Promise<string> {
    const { client, actor, name } = query;
    const asked = { client: client && [client, client], actor: actor && [actor], name: name && [name], days };
    const given = filters.filter((filter) => asked[filter]);
    const values = given.flatMap((filter) => asked[filter] || []);
    const statements = LISTS.get(keyOf(given));
    if (!statements) throw new Error(`no list for ${keyOf(given)}`);
    return statements.read(tx, [tx.organizationId, ...values], query, [...given, ...values]);
  }

  /** Whether the organization has, or had and can restore, this client. */
  async knowsClient(tx: Tx, id: string): Promise<boolean> {
    return (await tx.row(KNOWS_CLIENT, [tx.organizationId, id])) !== null;
  }
}
