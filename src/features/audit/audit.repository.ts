import { Injectable } from '@nestjs/common';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, compares, type Filter, is } from '../../platform/database/list-filters.js';
import { List, type SliceQuery, type Sort } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx } from '../../platform/database/tx.js';
import type { AuditEventView, AuditQueryParams } from './audit.schemas.js';

/** What a trail can be narrowed by; the days as instants, the second not included. */
export interface AuditFilter extends Pick<AuditQueryParams, 'clientId' | 'actorId' | 'name' | 'updatedAfter'> {
  since?: string | undefined;
  before?: string | undefined;
}

/** Names are asked of today's accounts; the trail itself holds ids. */
const EVENT = projection<AuditEventView>({
  id: 'l.id',
  occurredAt: 'l.occurred_at',
  actor: {
    kind: 'l.actor_kind',
    id: 'l.actor_id',
    name: `(select u.name from users u
             where u.organization_id = l.organization_id and u.id = l.actor_id and l.actor_kind = 'staff')`,
  },
  name: 'l.name',
  subjectId: 'l.subject_id',
  clientId: 'l.client_id',
  facts: 'l.payload',
  requestId: 'l.request_id',
});

/** Changes have an index by name; looks are too many for one, and rare names would be sought among them. */
const named: Filter<readonly string[]> = (names) => {
  const narrowing = is('l.name')(names);
  if (names.some((name) => name.endsWith('seen'))) return narrowing;
  return { ...narrowing, where: `${narrowing.where} and right(l.name, 4) <> 'seen'` };
};

/** A client's lines are its own and those of lists that showed it. */
const ofClient: Filter<string> = (id) => ({
  where: `l.id in (select o.id from ledger_lines o where o.organization_id = $1 and o.client_id = $n::uuid
                   union all select ledger_lines_listing($n::uuid))`,
  values: [id, id],
});

/** The trail, newest first, in the order of `keys`: each has its indexes. */
const list = (name: string, keys: Sort) =>
  new List<AuditEventView, AuditFilter & SliceQuery>({
    name,
    item: EVENT,
    from: 'from ledger_lines l where l.organization_id = $1',
    filters: {
      clientId: ofClient,
      actorId: is('l.actor_id', 'uuid'),
      name: named,
      since: compares('l.occurred_at', '>='),
      before: compares('l.occurred_at', '<'),
      updatedAfter: changedAfter('l.occurred_at'),
    },
    sorts: { occurredAt: keys },
    by: '-occurredAt',
  });

/** Of one client or one actor it runs along their own index, which is in the order of ids (made by the clock). */
const LIST_BY_ID = list('audit.list-by-id', { 'l.id': 'uuid' });
const LIST = list('audit.list', { 'l.occurred_at': 'timestamptz', 'l.id': 'uuid' });

const KNOWS_CLIENT = statement(
  'audit.knows-client',
  'select 1 as yes from clients where organization_id = $1 and id = $2',
);

/** Reads what every room recorded. */
@Injectable()
export class AuditRepository {
  /** Newest first. */
  list(tx: Tx, query: AuditFilter & SliceQuery): Promise<Slice<AuditEventView>> {
    const isOfOne = query.clientId !== undefined || query.actorId !== undefined;
    return (isOfOne ? LIST_BY_ID : LIST).read(tx, query);
  }

  /** Whether the organization has, or had and can restore, this client. */
  async knowsClient(tx: Tx, id: string): Promise<boolean> {
    return (await tx.row(KNOWS_CLIENT, [tx.organizationId, id])) !== null;
  }
}
