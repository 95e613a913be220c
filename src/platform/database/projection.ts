import type { QueryResultRow } from 'pg';

/** Where each field of an answer comes from: an SQL expression, or the fields of a reference (`client: { id, name }`). */
export type Columns<Shape> = {
  readonly [Field in keyof Shape]-?: string | Nested<NonNullable<Shape[Field]>>;
};
type Nested<Value> = Value extends readonly unknown[] ? never : Value extends object ? Columns<Value> : never;

/**
 * How a row is shown, written once: look-ups, lists and nested lists are made of it, so that a list's item and the
 * detail agree. A reference whose first column is null is null. Fields named `…At` are instants.
 */
export interface Projection<Shape> {
  readonly columns: Columns<Shape>;
  /** The select list: `c.id, c.legal_name as "legalName"`. */
  readonly select: string;
  /** A row of this select list as the answer has it; null for no row. Columns that it does not name are dropped. */
  read(row: QueryResultRow): Shape;
  read(row: QueryResultRow | null): Shape | null;
}

/** Declares a projection. To add to one: `projection<Detail>({ ...ITEM.columns, note: 'c.note' })`. */
export function projection<Shape>(columns: Columns<Shape>): Projection<Shape> {
  const fields = columns as Fields;
  // The text is made of field names in our own code; a literal is what the engine builds and writes as JSON fastest.
  const build = new Function('row', `return ${literal(fields, [])}`) as (row: QueryResultRow) => Shape;
  const read = (row: QueryResultRow | null) => (row === null ? null : build(row));
  return { columns, select: selectList(fields, []).join(', '), read: read as Projection<Shape>['read'] };
}

/** Some of a projection's columns, for another one. */
export const columnsOf = <Shape, const Field extends keyof Shape>(
  { columns }: Projection<Shape>,
  ...fields: readonly Field[]
): Columns<Pick<Shape, Field>> =>
  Object.fromEntries(fields.map((field) => [field, columns[field]])) as Columns<Pick<Shape, Field>>;

/** The rows of a subquery as a JSON array in one column, each by this projection; none: `[]`. */
export const jsonRows = <Shape>({ columns }: Projection<Shape>, fromAndWhere: string, order: string): string =>
  `(select coalesce(jsonb_agg(${jsonObject(columns as Fields)} order by ${order}), '[]') ${fromAndWhere})`;

/** The row of a subquery as a JSON object in one column; none: null. */
export const jsonRow = <Shape>({ columns }: Projection<Shape>, fromAndWhere: string): string =>
  `(select ${jsonObject(columns as Fields)} ${fromAndWhere})`;

interface Fields {
  readonly [field: string]: string | Fields;
}
type Path = readonly string[];

/** The column of a field inside references: `client.name`. */
const columnName = (path: Path): string => path.join('.');

function selectList(fields: Fields, path: Path): string[] {
  return Object.entries(fields).flatMap(([field, of]) => {
    const name = columnName([...path, field]);
    return typeof of === 'string' ? [`${of} as "${name}"`] : selectList(of, [...path, field]);
  });
}

function literal(fields: Fields, path: Path): string {
  const parts = Object.entries(fields).map(([field, of]) => {
    const name = JSON.stringify(columnName([...path, field]));
    return `${JSON.stringify(field)}: ${typeof of === 'string' ? `row[${name}]` : reference(of, [...path, field])}`;
  });
  return `{ ${parts.join(', ')} }`;
}

/** What says whether a reference is there: its first column. Throws for one that begins with another reference. */
function presenceOf(fields: Fields): [field: string, expression: string] {
  const [[field, of] = ['', null]] = Object.entries(fields);
  if (typeof of !== 'string') throw new Error(`A reference begins with a column, not with ${field || 'nothing'}`);
  return [field, of];
}

function reference(fields: Fields, path: Path): string {
  const [first] = presenceOf(fields);
  return `row[${JSON.stringify(columnName([...path, first]))}] === null ? null : ${literal(fields, path)}`;
}

/** An instant inside JSON, letter for letter what the pool reads from a column: RFC 3339, UTC, milliseconds. */
const jsonInstant = (expression: string): string =>
  `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function jsonObject(fields: Fields): string {
  const parts = Object.entries(fields).map(([field, of]) => {
    if (typeof of === 'string') return `'${field}', ${field.endsWith('At') ? jsonInstant(of) : of}`;
    const [, first] = presenceOf(of);
    return `'${field}', case when ${first} is not null then ${jsonObject(of)} end`;
  });
  return `jsonb_build_object(${parts.join(', ')})`;
}
