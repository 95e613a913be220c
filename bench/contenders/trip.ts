import { createRequire } from 'node:module';
import pg, { type Connection, type Submittable } from 'pg';

/*
 * Prepared statements in one write and one Sync, as small as it can be: what a careful hand would write on pg alone.
 */

const requireFromPg = createRequire(createRequire(import.meta.url).resolve('pg'));
const { serialize } = requireFromPg('pg-protocol') as typeof import('pg-protocol');

export interface Ask {
  readonly name: string;
  readonly text: string;
  readonly values: (string | null)[];
}
export type Row = Record<string, unknown>;

interface Field {
  name: string;
  dataTypeID: number;
}

const EXECUTE = serialize.execute({});
const DESCRIBE = serialize.describe({ type: 'P', name: '' });
const SYNC = serialize.sync();
const known = new WeakMap<object, Set<string>>();
const fieldsOf = new Map<string, { name: string; read: (text: string) => unknown }[]>();
const PLAIN_TEXT = new Set([1082, 1114, 1184]);

/** Sends the statements together; the rows of each. */
export const trip = (client: pg.ClientBase, asks: readonly Ask[]): Promise<Row[][]> =>
  new Promise((resolve, reject) => {
    client.query(new Trip(asks, (error, rows) => (error ? reject(error) : resolve(rows))));
  });

class Trip implements Submittable {
  private readonly rows: Row[][];
  private at = 0;
  private error: Error | null = null;

  constructor(
    private readonly asks: readonly Ask[],
    private readonly done: (error: Error | null, rows: Row[][]) => void,
  ) {
    this.rows = asks.map(() => []);
  }

  submit(connection: Connection): void {
    const names = known.get(connection) ?? new Set();
    known.set(connection, names);
    const packets: Buffer[] = [];
    for (const { name, text, values } of this.asks) {
      const isNew = !names.has(name);
      if (isNew) packets.push(serialize.parse({ name, text }));
      packets.push(serialize.bind({ statement: name, values }));
      if (isNew || !fieldsOf.has(name)) packets.push(DESCRIBE);
      packets.push(EXECUTE);
      names.add(name);
    }
    connection.stream.write(Buffer.concat([...packets, SYNC]));
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    const read = ({ dataTypeID }: Field): ((text: string) => unknown) =>
      PLAIN_TEXT.has(dataTypeID) ? (text) => text : pg.types.getTypeParser(dataTypeID, 'text');
    const { name } = this.asks[this.at] as Ask;
    fieldsOf.set(
      name,
      fields.map((field) => ({ name: field.name, read: read(field) })),
    );
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const row: Row = {};
    const shape = fieldsOf.get((this.asks[this.at] as Ask).name) ?? [];
    for (let index = 0; index < shape.length; index += 1) {
      const [field, value] = [shape[index], fields[index] ?? null];
      if (field) row[field.name] = value === null ? null : field.read(value);
    }
    this.rows[this.at]?.push(row);
  }

  handleCommandComplete(): void {
    this.at += 1;
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleError(error: Error): void {
    this.error ??= error;
  }
  handleReadyForQuery(): void {
    this.done(this.error, this.rows);
  }
}
