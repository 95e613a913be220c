import { randomBytes } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { newId } from '../../src/kernel/ids.js';
import type { Slot } from '../recording/template.js';
import type { BareSettings } from './contender.js';
import { type Ask, type Row, trip } from './trip.js';

/**
 * The limit that Onward is measured against: Fastify and pg, the very statements that Onward was seen to send, in the
 * same trips, as a role that row security does not touch. No sign-in, no validation, no limits, no response schemas.
 * The same program with the walls left in, as Onward's own role, tells what the walls cost.
 */
const { connection, options, cases } = JSON.parse(process.argv[2] ?? '{}') as BareSettings;
const pool = new pg.Pool({ ...connection, max: 32, idleTimeoutMillis: 0, options });

type Inputs = Readonly<Record<string, string>>;
type Made = Map<string, string>;

function made(on: Made, key: string, make: () => string): string {
  const value = on.get(key) ?? make();
  on.set(key, value);
  return value;
}

function valueIn(slot: Slot, inputs: Inputs, on: Made): string | null {
  if ('is' in slot) return slot.is;
  if ('random' in slot) {
    return made(on, `#${slot.random}`, () => randomBytes(slot.size).toString('base64url').slice(0, slot.size));
  }
  return slot.filled.replace(/\{(#?\w+)\}/g, (found, name: string) =>
    name.startsWith('#') ? made(on, name, () => newId()) : (inputs[name] ?? found),
  );
}

const names = new Map<string, string>();
function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}

/** What the most telling statement answered: the JSON that PostgreSQL built, or the rows. */
function answer(rows: readonly Row[][]): string {
  const [found] = [...rows].sort(
    (a, b) => b.length * Object.keys(b[0] ?? {}).length - a.length * Object.keys(a[0] ?? {}).length,
  );
  const row = found?.[0];
  if (typeof row?.items === 'string')
    return `{"items":[${row.items}],"nextCursor":${JSON.stringify(row.last ?? null)}}`;
  return JSON.stringify(found?.length === 1 ? row : { items: found ?? [], nextCursor: null });
}

async function serve(name: string, inputs: Inputs): Promise<string> {
  const on: Made = new Map();
  const client = await pool.connect();
  const besides: Promise<Row[][]>[] = [];
  const rows: Row[][] = [];
  try {
    for (const { beside, steps } of cases[name]?.trips ?? []) {
      const asks: Ask[] = steps.map(({ text, values }) => ({
        name: nameOf(text),
        text,
        values: values.map((slot) => valueIn(slot, inputs, on)),
      }));
      if (beside) besides.push(onAnother(asks));
      else rows.push(...(await trip(client, asks)));
    }
    for (const other of await Promise.all(besides)) rows.push(...other);
    return answer(rows);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function onAnother(asks: readonly Ask[]): Promise<Row[][]> {
  const client = await pool.connect();
  try {
    return await trip(client, asks);
  } finally {
    client.release();
  }
}

const app = fastify();
app.get('/health/live', async () => ({ status: 'ok' }));
/** Which case it is, and its inputs, stand in headers: routing by path would only repeat what Fastify costs anyway. */
app.all('/*', async (request, reply) => {
  const { 'x-case': name, 'x-inputs': inputs } = request.headers as Record<string, string>;
  reply.header('content-type', 'application/json; charset=utf-8');
  if (request.method === 'POST') reply.status(201);
  return serve(name ?? '', JSON.parse(inputs ?? '{}') as Inputs);
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: (app.server.address() as { port: number }).port });
process.once('disconnect', () => process.exit());
