import pg from 'pg';

/*
 * What a program really asks PostgreSQL, read from the bytes that it writes: whatever its own layers are called
 * tomorrow. One trip is everything up to a Sync (or one simple query).
 */

export interface Step {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

export interface Trip {
  readonly connection: number;
  /** True when it was sent while another connection still waited for an answer: beside it, not after it. */
  readonly beside: boolean;
  readonly role: string;
  readonly steps: readonly Step[];
}

interface Watched {
  on(event: 'readyForQuery', listener: () => void): void;
  stream: { write(chunk: Buffer, ...rest: unknown[]): boolean };
}

let trips: Trip[] = [];
const waiting = new Set<number>();
let connections = 0;

/** Watches every connection that pg opens from now on. Costs time: a watched process is not measured. */
export function watchWire(): void {
  const prototype = (pg.Client as unknown as { prototype: { connect(...given: unknown[]): unknown } }).prototype;
  const connect = prototype.connect;
  prototype.connect = function (this: pg.Client, ...given: unknown[]) {
    const result = connect.apply(this, given);
    // Only now: a socket that connects puts its own `write` back.
    watch((this as unknown as { connection: Watched }).connection, this.user ?? '');
    return result;
  };
}

/** The trips since the last call, in the order in which they were sent. */
export function takeTrips(): Trip[] {
  const taken = trips;
  trips = [];
  return taken;
}

function watch(connection: Watched, role: string): void {
  connections += 1;
  const number = connections;
  const texts = new Map<string, string>();
  let hasStarted = false;
  let steps: Step[] = [];
  let left: Buffer = Buffer.alloc(0);
  connection.on('readyForQuery', () => {
    hasStarted = true;
    waiting.delete(number);
  });
  const end = (): void => {
    if (steps.length > 0) trips.push({ connection: number, beside: waiting.size > 0, role, steps });
    waiting.add(number);
    steps = [];
  };
  const write = connection.stream.write;
  connection.stream.write = function (this: unknown, chunk: Buffer, ...rest: unknown[]): boolean {
    if (hasStarted && Buffer.isBuffer(chunk)) {
      left = Buffer.concat([left, chunk]);
      while (left.length >= 5 && left.length >= 1 + left.readInt32BE(1)) {
        const size = 1 + left.readInt32BE(1);
        const message = left.subarray(5, size);
        const type = String.fromCharCode(left[0] ?? 0);
        if (type === 'P') texts.set(...parsed(message));
        else if (type === 'B') steps.push(bound(message, texts));
        else if (type === 'Q') steps.push({ text: message.toString('utf8', 0, message.length - 1), values: [] });
        if (type === 'S' || type === 'Q') end();
        left = left.subarray(size);
      }
    }
    return write.call(connection.stream, chunk, ...rest);
  };
}

/** Parse: name, text, types. */
function parsed(message: Buffer): [string, string] {
  const afterName = message.indexOf(0);
  return [
    message.toString('utf8', 0, afterName),
    message.toString('utf8', afterName + 1, message.indexOf(0, afterName + 1)),
  ];
}

/** Bind: portal, statement, formats, values. */
function bound(message: Buffer, texts: ReadonlyMap<string, string>): Step {
  const afterPortal = message.indexOf(0) + 1;
  const afterName = message.indexOf(0, afterPortal) + 1;
  const text = texts.get(message.toString('utf8', afterPortal, afterName - 1)) ?? '';
  let at = afterName + 2 + 2 * message.readInt16BE(afterName);
  const count = message.readInt16BE(at);
  at += 2;
  const values: (string | null)[] = [];
  for (let index = 0; index < count; index += 1) {
    const size = message.readInt32BE(at);
    at += 4;
    values.push(size === -1 ? null : message.toString('utf8', at, at + size));
    at += Math.max(size, 0);
  }
  return { text, values };
}
