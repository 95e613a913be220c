import 'reflect-metadata';
import fastify from 'fastify';
import pg from 'pg';
import '../src/app.module.js';
import { newId } from '../src/kernel/ids.js';
import { statements } from '../src/platform/database/statement.js';
import { COACH, ORGANIZATION } from './data.js';

/**
 * The limit that Onward is measured against: Fastify and pg with named statements, the very same SQL, as a role that
 * row security does not touch. No sign-in, no validation, no limits, no response schemas.
 */
const admin = JSON.parse(process.argv[2] ?? '{}');
const pool = new pg.Pool({ ...admin, max: 32, options: `-c app.organization_id=${ORGANIZATION} -c app.user_id=${COACH} -c TimeZone=UTC -c random_page_cost=1.1` });
pg.types.setTypeParser(1184, (text) => text);
pg.types.setTypeParser(1082, (text) => text);

type Values = readonly unknown[];
const sql = (name: string): { name: string; text: string } => {
  const text = statements.get(name);
  if (text === undefined) throw new Error(`No statement is named ${name}`);
  return { name, text };
};
const rows = async (on: pg.Pool | pg.PoolClient, name: string, values: Values) =>
  (await on.query({ ...sql(name), values: [...values] })).rows;
const ledgerLine = (name: string, subject: string, clientId: string | null, payload = '{}'): Values =>
  [ORGANIZATION, 'staff', COACH, name, 1, subject, clientId, payload, newId(), []];

const app = fastify();

app.get('/v1/clients', async (_request, reply) => {
  const [page] = await rows(pool, 'clients.list.own', [ORGANIZATION, 50]);
  reply.header('content-type', 'application/json; charset=utf-8');
  return `{"items":[${page.items}],"nextCursor":${JSON.stringify(Buffer.from(JSON.stringify(page.last)).toString('base64url'))}}`;
});

app.get<{ Params: { id: string } }>('/v1/clients/:id', async ({ params }) => {
  const [client] = await rows(pool, 'clients.find.own', [ORGANIZATION, params.id]);
  await rows(pool, 'ledger.record', ledgerLine('client.seen', params.id, params.id));
  return client;
});

await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: (app.server.address() as { port: number }).port, coach: '', supervisor: '' });
