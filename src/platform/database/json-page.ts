import type { QueryResultRow } from 'pg';
import type { CursorScope, KeyType } from '../../kernel/pages.js';
import { type SqlValue, type Statement, statement } from './statement.js';
import type { Tx } from './tx.js';

/** A hot list, whose JSON PostgreSQL builds: half the work for Node, and the shape stands in one place, the projection. */
export interface JsonList {
  readonly name: string;
  /** Arguments of `json_build_object`: field names and expressions. */
  readonly item: string;
  /** Everything from `from` on, without order and limit; `$1` is the organization. */
  readonly from: string;
  /** Sort keys, all in one direction; the last one is unique. */
  readonly keys: readonly string[];
  readonly direction: 'asc' | 'desc';
  /** Number of the statement's own parameters, `$1` included. */
  readonly parameters: number;
  /** SQL types of the sort keys, for the cursor. */
  readonly keyTypes: readonly KeyType[];
}

/** An instant inside JSON, as RFC 3339 in UTC: letter for letter what the pool reads from a column. */
export const jsonInstant = (expression: string): string =>
  `to_char((${expression}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

interface JsonRow extends QueryResultRow {
  items: string | null;
  has_more: boolean;
  last: string[] | null;
}

/** The two statements of a list (first page, next page) and its count, declared once when the module loads. */
export class JsonListStatements {
  private readonly first: Statement;
  private readonly next: Statement;
  private readonly count: Statement;

  constructor(private readonly list: JsonList) {
    this.first = statement(list.name, this.page(''));
    const cursor = list.keyTypes.map((type, index) => `$${list.parameters + 2 + index}::${type}`).join(', ');
    const comparison = list.direction === 'asc' ? '>' : '<';
    this.next = statement(`${list.name}.next`, this.page(`and (${list.keys.join(', ')}) ${comparison} (${cursor})`));
    this.count = statement(`${list.name}.count`, `select count(*)::int as total ${list.from}`);
  }

  /** One page as the JSON text of `{items, nextCursor}`. The cursor is bound to the list and its filter. */
  async read(
    tx: Tx,
    values: readonly SqlValue[],
    page: { limit: number; cursor?: string | undefined; total?: boolean | undefined },
    filter: CursorScope,
  ): Promise<string> {
    const scope = [this.list.name, ...filter];
    const after = page.cursor === undefined ? null : tx.cursors.decode(scope, page.cursor, this.list.keyTypes);
    const row = await tx.row<JsonRow>(after ? this.next : this.first, [...values, page.limit, ...(after ?? [])]);
    const total = page.total ? await tx.row<{ total: number }>(this.count, values) : null;
    const cursor = row?.has_more && row.last ? JSON.stringify(tx.cursors.encode(scope, row.last)) : 'null';
    return `{"items":[${row?.items ?? ''}],"nextCursor":${cursor}${total ? `,"total":${total.total}` : ''}}`;
  }

  /** One row more than asked for tells whether there is a next page; the last row shown gives its cursor. */
  private page(after: string): string {
    const { item, from, keys, direction, parameters } = this.list;
    const order = keys.map((key) => `${key} ${direction}`).join(', ');
    const limit = `$${parameters + 1}::int`;
    return `with page as materialized (
              select json_build_object(${item}) as item, array[${keys.map((key) => `(${key})::text`).join(', ')}] as sort_keys
                ${from} ${after}
               order by ${order} limit ${limit} + 1)
            select (select string_agg(item::text, ',') from (select item from page limit ${limit}) shown) as items,
                   (select count(*) from page) > ${limit} as has_more,
                   (select to_json(sort_keys) from page offset ${limit} - 1 limit 1) as last`;
  }
}
