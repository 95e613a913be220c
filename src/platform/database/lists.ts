import { createHash } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { type KeyType, Slice } from '../../kernel/slices.js';
import { type Filter, type Narrowing, SETTLED } from './list-filters.js';
import type { Projection } from './projection.js';
import { declareLater, type SqlValue, type Statement, statement, UNNAMED } from './statement.js';
import type { Tx } from './tx.js';

/** What every list is asked. `sort` is one of the list's sorts, with `-` before it for the other way round. */
export interface SliceQuery {
  limit: number;
  cursor?: string | undefined;
  total?: boolean | undefined;
  sort?: string | undefined;
}

/** The sort keys by SQL expression, with their types; none is ever null, all go in one direction, the last is unique. */
export type Sort = Readonly<Record<string, KeyType>>;

/** A filter for each part of the query that narrows the list: one that is forgotten is a type error. */
export type Filters<Query> = {
  readonly [Name in keyof Omit<Query, keyof SliceQuery>]-?: Filter<NonNullable<Query[Name]>>;
};

export interface ListPlan<Item, Query extends SliceQuery> {
  /** Begins the names of its statements: `<room>.list.own`. */
  readonly name: string;
  readonly item: Projection<Item>;
  /** From `from` on, with its `where`; `$1` is the organization, `$2` and on are the list's `own` values. */
  readonly from: string;
  readonly filters: Filters<Query>;
  readonly sorts: Readonly<Record<string, Sort>>;
  /** The sort when nobody names one. */
  readonly by: string;
}

/** How many rows a statement fetches: with the number in its text PostgreSQL plans it once, with a parameter every time. */
const sizes = [10, 25, 50, 100];
const usualSize = 50;
/** Nobody needs to know it more exactly, and counting all of a large organization would read all of it. */
const mostCounted = 1000;
/** Forms of a list that stay prepared on each connection. What is asked beyond them is planned each time. */
const mostKept = 64;

/** What makes one statement of a list differ from another. */
interface Form {
  readonly narrowings: readonly Narrowing[];
  readonly sort: string;
  readonly size: number;
  readonly isNext: boolean;
}

/**
 * A list, declared once: projection, filters that combine, sorts. Each form that is asked for becomes its own named
 * statement, because each has its own plan and index. Rows come as plain columns: Node writes the JSON faster than
 * PostgreSQL does.
 */
export class List<Item, Query extends SliceQuery> {
  private readonly kept = new Map<string, Statement>();
  /** Places of the statement that `from` uses: `$1` and the list's own. */
  private readonly places: number;

  constructor(private readonly plan: ListPlan<Item, Query>) {
    this.places = Math.max(...[...plan.from.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place)));
    // The usual form is there from the start, for the benchmarks and for whoever looks at all statements.
    this.sliceOf({ narrowings: [], sort: plan.by, size: usualSize, isNext: false });
    declareLater(() => this.declareAll());
  }

  /** Each sort both ways, each filter, and counting: whoever reads every statement finds all parts that any form is made of. */
  private declareAll(): void {
    const usual = [['one'], ['one', 'two']];
    const filtered = Object.values<Filter<never>>(this.plan.filters).flatMap((filter) =>
      (filter.samples ?? usual).map((sample) => [filter(sample as never)]),
    );
    const sorts = Object.keys(this.plan.sorts).flatMap((sort) => [sort, `-${sort}`]);
    const forms = [
      ...sorts.map((sort) => ({ narrowings: [], sort })),
      ...filtered.map((narrowings) => ({ narrowings, sort: this.plan.by })),
    ];
    for (const { narrowings, sort } of forms) {
      for (const isNext of [false, true]) this.sliceOf({ narrowings, sort, size: usualSize, isNext });
      this.countOf(narrowings);
    }
    if (this.kept.size >= mostKept) throw new Error(`${this.plan.name} has more forms than stay prepared`);
  }

  /**
   * A part of the list; `own` are the values of `$2` and on. The cursor holds for this tenant, these values, filters and
   * sort alone: elsewhere 400 `http.cursor-invalid`.
   */
  async read(tx: Tx, query: Query, own: readonly SqlValue[] = []): Promise<Slice<Item>> {
    const { limit, sort = this.plan.by } = query;
    const narrowings = this.narrowingsOf(query);
    const values = [tx.organizationId, ...own, ...narrowings.flatMap((narrowing) => narrowing.values)];
    const keys = keysOf(this.plan, sort);
    const scope = [this.plan.name, sort, whereOf(narrowings), JSON.stringify(values)];
    const isSettled = settledOf(narrowings) !== undefined;
    const types: KeyType[] = isSettled ? [...keys.types, 'timestamptz'] : keys.types;
    const after = query.cursor === undefined ? null : tx.cursors.decode(scope, query.cursor, types);
    const size = sizes.find((one) => one >= limit) ?? limit;
    const slice = this.sliceOf({ narrowings, sort, size, isNext: after !== null });
    const rows = await tx.rows(slice, [...values, ...(after ?? [])]);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const place = last && [...keys.of(last), ...(isSettled ? [after?.at(-1) ?? String(last[UNTIL])] : [])];
    return new Slice(
      shown.map((row) => this.plan.item.read(row)),
      place ? tx.cursors.encode(scope, place) : null,
      query.total ? await this.count(tx, narrowings, values) : undefined,
    );
  }

  private async count(
    tx: Tx,
    narrowings: readonly Narrowing[],
    values: readonly SqlValue[],
  ): Promise<{ total: number; isTotalCapped: boolean }> {
    const total = (await tx.row<{ total: number }>(this.countOf(narrowings), values))?.total ?? 0;
    return { total: Math.min(total, mostCounted), isTotalCapped: total > mostCounted };
  }

  private countOf(narrowings: readonly Narrowing[]): Statement {
    const where = `${whereOf(narrowings)} ${until(narrowings, SETTLED)}`;
    const text = `select 1 ${this.plan.from} ${placed(where, this.places)} limit ${mostCounted + 1}`;
    return this.keep(`count ${where}`, `select count(*)::int as total from (${text}) as counted`);
  }

  /** One row more than the size tells whether there is more. */
  private sliceOf({ narrowings, sort, size, isNext }: Form): Statement {
    const { item, from } = this.plan;
    const { expressions, types, extra } = keysOf(this.plan, sort);
    const [direction, comparison] = sort.startsWith('-') ? ['desc', '<'] : ['asc', '>'];
    const position = types.map((type) => `$n::${type}`).join(', ');
    const next = isNext ? `and (${expressions.join(', ')}) ${comparison} (${position})` : '';
    const order = expressions.map((expression) => `${expression} ${direction}`).join(', ');
    const settled = until(narrowings, isNext ? '$n::timestamptz' : SETTLED);
    const where = placed(`${whereOf(narrowings)} ${next} ${settled}`, this.places);
    const columns = [item.select, ...extra, ...(settled === '' || isNext ? [] : [`(${SETTLED})::text as "${UNTIL}"`])];
    return this.keep(
      [whereOf(narrowings), sort, size, isNext].join(),
      `select ${columns.join(', ')} ${from} ${where} order by ${order} limit ${size + 1}`,
    );
  }

  /** In the order in which the filters are declared, so that the same question is the same statement. */
  private narrowingsOf(query: Query): Narrowing[] {
    return Object.entries<Filter<never>>(this.plan.filters).flatMap(([name, filter]) => {
      const value = query[name as keyof Query];
      return value === undefined ? [] : [filter(value as never)];
    });
  }

  private keep(form: string, text: string): Statement {
    let made = this.kept.get(form);
    if (!made) {
      if (this.kept.size >= mostKept) return { name: UNNAMED, text };
      made = statement(this.kept.size === 0 ? this.plan.name : `${this.plan.name}.${digest(form)}`, text);
      this.kept.set(form, made);
    }
    return made;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 8);
const whereOf = (narrowings: readonly Narrowing[]): string => narrowings.map(({ where }) => `and ${where}`).join(' ');

/** Where a reading of changes stops: the column of its first slice, kept in the cursors of all that follow. */
const UNTIL = 'list.until';
const settledOf = (narrowings: readonly Narrowing[]): string | undefined =>
  narrowings.find(({ settled }) => settled !== undefined)?.settled;

function until(narrowings: readonly Narrowing[], instant: string): string {
  const column = settledOf(narrowings);
  return column === undefined ? '' : `and ${column} <= ${instant}`;
}

/** With the places numbered on from those that are taken. */
function placed(where: string, taken: number): string {
  let place = taken;
  return where.replaceAll('$n', () => `$${++place}`);
}

/**
 * The sort keys: their expressions and types, the columns that the answer lacks, and the text of a row's keys, as
 * PostgreSQL writes it. Instants are shown in milliseconds and sorted in microseconds, so they come apart.
 */
function keysOf<Item, Query extends SliceQuery>({ item, sorts, name }: ListPlan<Item, Query>, sort: string) {
  const keys = Object.entries(sorts[sort.replace(/^-/, '')] ?? {});
  if (keys.length === 0) throw new Error(`${name} has no sort ${sort}`);
  const shown = Object.entries(item.columns);
  const columns = keys.map(([expression, type], index) => {
    const field = type === 'timestamptz' ? undefined : shown.find(([, column]) => column === expression)?.[0];
    return field ?? `sort.key${index}`;
  });
  return {
    expressions: keys.map(([expression]) => expression),
    types: keys.map(([, type]) => type),
    extra: keys.flatMap(([expression], index) => {
      const column = columns[index] ?? '';
      return column.startsWith('sort.') ? [`(${expression})::text as "${column}"`] : [];
    }),
    of: (row: QueryResultRow): string[] => columns.map((column) => String(row[column])),
  };
}
