import { createRequire } from 'node:module';
import type { Connection, QueryResultRow, Submittable } from 'pg';
import { type SqlValue, type Statement, UNNAMED } from '../statement.js';

/*
 * Several prepared statements in one write to the socket and one Sync. Without an explicit BEGIN the extended
 * protocol makes all up to the Sync one implicit transaction, so that a setting made with
 * `set_config(…, true)` by the first statement holds for exactly the others and is gone at ReadyForQuery.
 * One round trip for tenant, session check and query: row security then costs nothing measurable.
 */

const requireFromPg = createRequire(createRequire(import.meta.url).resolve('pg'));
const { serialize } = requireFromPg('pg-protocol') as typeof import('pg-protocol');
const { prepareValue } = requireFromPg('./utils.js') as { prepareValue(value: unknown): string | Buffer | null };
const Result = requireFromPg('./result.js') as new (
  mode: undefined,
  types: unknown,
) => { addFields(fields: readonly Field[]): void; parseRow(fields: readonly unknown[]): QueryResultRow };

interface Field {
  name: string;
  dataTypeID: number;
}
type RowParser = InstanceType<typeof Result>;

export interface Step {
  readonly statement: Statement;
  readonly values: readonly SqlValue[];
  /** What an error of this very step means to the caller; undefined: what it says. */
  readonly meaning?: (error: unknown) => Error | undefined;
}

/** How far a failed trip came: the steps before `at` were done, and these are their rows. */
export interface Failure {
  readonly at: number;
  readonly rows: QueryResultRow[][];
}

interface Prepared {
  readonly nameOnServer: string;
  parser: RowParser | null;
}

const EXECUTE = serialize.execute({});
const DESCRIBE = serialize.describe({ type: 'P', name: '' });
const SYNC = serialize.sync();

const preparedOn = new WeakMap<Connection, Map<string, Prepared>>();
/** One parser per row shape for the whole process, not one per connection and statement. */
const parsers = new Map<string, RowParser>();
let sequence = 0;

/** PostgreSQL cuts longer names without a word: two that differ behind it would be one. */
const LONGEST_NAME = 63;

/**
 * A name that the server has not heard yet: after a first use that failed nobody knows whether the name is taken. The
 * number stands first, so that what is cut off makes no difference.
 */
export const nameOnServer = (name: string): string => {
  sequence += 1;
  return `${sequence}.${name}`.slice(0, LONGEST_NAME);
};

function parserFor(fields: readonly Field[], types: unknown): RowParser {
  const shape = fields.map((field) => `${field.name}:${field.dataTypeID}`).join();
  let parser = parsers.get(shape);
  if (!parser) {
    parser = new Result(undefined, types);
    parser.addFields(fields);
    parsers.set(shape, parser);
  }
  return parser;
}

/** The query object handed to `client.query`; pg calls `submit` and then the handlers, in protocol order. */
export class OneTrip implements Submittable {
  private readonly rows: QueryResultRow[][];
  private prepared: Map<string, Prepared> = new Map();
  /** Statements parsed in this trip: known to the connection only once they have succeeded. */
  private readonly fresh = new Map<string, Prepared>();
  private at = 0;
  private failed = false;

  constructor(
    private readonly steps: readonly Step[],
    private readonly types: unknown,
    private readonly done: (error: Error | null, rows: QueryResultRow[][]) => void,
  ) {
    this.rows = steps.map(() => []);
  }

  submit(connection: Connection): Error | null {
    try {
      let known = preparedOn.get(connection);
      if (!known) {
        known = new Map();
        preparedOn.set(connection, known);
      }
      this.prepared = known;
      const packets = this.steps.flatMap((step) => this.packetsOf(step));
      connection.stream.write(Buffer.concat([...packets, SYNC]));
      return null;
    } catch (error) {
      // A value that cannot be written: returned, so that pg reports it and goes on with the next query.
      return error as Error;
    }
  }

  private packetsOf({ statement, values }: Step): Buffer[] {
    const packets: Buffer[] = [];
    let prepared = statement.name === UNNAMED ? undefined : this.known(statement.name);
    const isFirstUse = prepared === undefined;
    if (prepared === undefined) {
      prepared = { nameOnServer: statement.name === UNNAMED ? UNNAMED : nameOnServer(statement.name), parser: null };
      this.fresh.set(statement.name, prepared);
      packets.push(serialize.parse({ name: prepared.nameOnServer, text: statement.text }));
    }
    const written = values.map((value) => prepareValue(value));
    packets.push(serialize.bind({ statement: prepared.nameOnServer, values: written }));
    if (isFirstUse) packets.push(DESCRIBE);
    packets.push(EXECUTE);
    return packets;
  }

  private known(name: string): Prepared | undefined {
    return this.prepared.get(name) ?? this.fresh.get(name);
  }

  private current(): Prepared | undefined {
    const step = this.steps[this.at];
    return step && this.known(step.statement.name);
  }

  handleRowDescription(message: { fields: Field[] }): void {
    const current = this.current();
    if (current) current.parser = parserFor(message.fields, this.types);
  }

  handleDataRow(message: { fields: unknown[] }): void {
    const parser = this.current()?.parser;
    if (parser) this.rows[this.at]?.push(parser.parseRow(message.fields));
  }

  handleCommandComplete(message: { text: string }): void {
    const step = this.steps[this.at];
    const fresh = step && this.fresh.get(step.statement.name);
    if (step && fresh && step.statement.name !== UNNAMED) this.prepared.set(step.statement.name, fresh);
    const rows = this.rows[this.at];
    if (rows) affected.set(rows, Number(/\d+$/.exec(message.text)?.[0] ?? 0));
    this.at += 1;
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  handleError(error: Error): void {
    if (this.failed) return;
    this.failed = true;
    const told = this.steps[this.at]?.meaning?.(error) ?? error;
    failures.set(told, { at: this.at, rows: this.rows });
    this.done(told, []);
  }

  handleReadyForQuery(): void {
    if (!this.failed) this.done(null, this.rows);
  }
}

const failures = new WeakMap<object, Failure>();

/** Where the trip of this error failed. Undefined for an error of anything else. */
export const failureOf = (error: unknown): Failure | undefined => failures.get(error as object);

const affected = new WeakMap<QueryResultRow[], number>();

/** How many rows the statement behind these rows returned or changed. */
export const affectedRows = (rows: QueryResultRow[]): number => affected.get(rows) ?? rows.length;
