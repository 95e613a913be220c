import 'reflect-metadata';
import fastify from 'fastify';
import pg from 'pg';
import '../src/app/app.module.js';
import { newId } from '../src/kernel/ids.js';
import { statements } from '../src/platform/database/statement.js';
import { COACH, ORGANIZATION } from './data.js';

/**
 * The limit that Onward is measured against: Fastify and pg with named statements, the very same SQL, as a role that
 * row security does not touch. No sign-in, no validation, no limits, no response schemas.
 */
const admin = JSON.parse(process.argv[2] ?? '{}');
const pool = new pg.Pool({
  ...admin,
  max: 32,
  options: `-c app.organization_id=${ORGANIZATION} -c app.user_id=${COACH} -c TimeZone=UTC -c random_page_cost=1.1`,
});
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
const ledgerLine = (name: string, subject: string, clientId: string | null, payload = '{}'): Values => [
  ORGANIZATION,
  'staff',
  COACH,
  name,
  1,
  subject,
  clientId,
  payload,
  newId(),
  [],
];

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

interface NewApplication {
  clientId: string;
  employerId: string;
  jobTitle: string;
  appliedOn: string;
}

const INSERT = `insert into applications (organization_id, id, client_id, employer_id, job_title, posting_url, posting_text, source, applied_on, stage, furthest_stage, outcome, reached_before_reopening, ending_stage, ended_on, last_moved_on)
  values ($1, $2, $3, $4, $5, null, null, null, $6, 'applied', 'applied', null, null, null, null, $6)`;

app.post<{ Body: NewApplication }>('/v1/applications', async ({ body }, reply) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await rows(client, 'clients.find.own', [ORGANIZATION, body.clientId]);
    await rows(client, 'employers.find', [ORGANIZATION, body.employerId]);
    const id = newId();
    await client.query({
      name: 'insert',
      text: INSERT,
      values: [ORGANIZATION, id, body.clientId, body.employerId, body.jobTitle, body.appliedOn],
    });
    await rows(client, 'applications.moves.insert', [
      ORGANIZATION,
      id,
      'advance',
      'saved',
      'applied',
      body.appliedOn,
      null,
      null,
      null,
      null,
      null,
      COACH,
    ]);
    await rows(
      client,
      'ledger.record',
      ledgerLine('application.created', id, body.clientId, JSON.stringify({ to: 'applied' })),
    );
    const [application] = await rows(client, 'applications.find.organization', [ORGANIZATION, id]);
    await client.query('commit');
    reply.status(201);
    return application;
  } finally {
    client.release();
  }
});

app.get<{ Querystring: { from: string; to: string } }>('/v1/reports/:name', async ({ query }) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const cohort = await rows(client, 'reports.cohort.organization', [ORGANIZATION, query.from, query.to]);
    await rows(client, 'ledger.record', ledgerLine('report.made', ORGANIZATION, null));
    await client.query('commit');
    return cohort;
  } finally {
    client.release();
  }
});

await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: (app.server.address() as { port: number }).port, coach: '', supervisor: '' });
