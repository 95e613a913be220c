import pg from 'pg';
import { type Case, type Request, sent } from '../cases.js';
import { ask, type Contender, startContender } from '../contenders/contender.js';
import { addApplicationsToMove } from '../data.js';
import type { Place } from '../place.js';
import { type Recorded, type Template, templateOf } from './template.js';
import type { Trip } from './wire.js';

/** What Onward was seen to do for each kind of request. */
export interface Recording {
  readonly templates: Readonly<Record<string, Template>>;
  /** Lines that one request leaves in the ledger, by kind. */
  readonly lines: Readonly<Record<string, number>>;
  /** Consumers that a rejection is delivered to. */
  readonly consumers: readonly string[];
  /** Trips and statements of each kind; how many statements a larger slice needs more. */
  readonly numbers: Readonly<Record<string, number>>;
  /** ETag of an application that nobody has changed. */
  readonly fresh: string;
}

/** Numbers of applications that are used for recording; measuring begins after them. */
export const MOVES_FOR_RECORDING = 10;

/** Starts an Onward that is watched, sends each kind of request a few times, and keeps the last two. */
export async function record(
  place: Place,
  database: string,
  clients: number,
  all: (fresh: string) => Case[],
): Promise<Recording> {
  const admin = place.admin(database);
  await addApplicationsToMove(admin, 0, MOVES_FOR_RECORDING, clients);
  const watched = await startContender('onward', 'onward.ts', { admin, isWatched: true });
  const client = new pg.Client(admin);
  await client.connect();
  const lines = async (): Promise<number> =>
    Number((await client.query('select count(*) from ledger_lines')).rows[0].count);
  try {
    const first = all('')[0]?.next(0);
    if (first) await answer(watched, first); // opens the pool
    const fresh = await etagOf(watched, all(''));
    const templates: Record<string, Template> = {};
    const written: Record<string, number> = {};
    for (const of of all(fresh)) {
      for (let part = 0; part < of.unit; part += 1) {
        const seen: Recorded[] = [];
        let kind = '';
        let left = 0;
        for (let time = 1; time <= 3; time += 1) {
          const request = of.next(time * of.unit + part);
          kind = request.kind;
          await ask<Trip[]>(watched, 'what was before');
          const before = await lines();
          await answer(watched, request);
          left = (await lines()) - before;
          seen.push({ inputs: request.inputs, trips: await ask<Trip[]>(watched, 'trips') });
        }
        templates[kind] = templateOf(seen[1] as Recorded, seen[2] as Recorded);
        written[kind] = left;
      }
    }
    const told = await client.query(`select distinct consumer from deliveries order by 1`);
    const numbers = { ...countsOf(templates), 'statements more for a larger slice': await moreForLarger(watched) };
    return { numbers, templates, lines: written, consumers: told.rows.map(({ consumer }) => consumer), fresh };
  } finally {
    await client.end();
    watched.child.kill('SIGKILL');
  }
}

function countsOf(templates: Recording['templates']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [kind, { trips }] of Object.entries(templates)) {
    counts[`trips of ${kind}`] = trips.length;
    counts[`statements of ${kind}`] = trips.reduce((sum, { steps }) => sum + steps.length, 0);
  }
  return counts;
}

/** Statements of a slice of a hundred beyond those of a slice of ten, over the two big lists. */
async function moreForLarger(watched: Contender): Promise<number> {
  let more = 0;
  for (const path of ['/v1/clients', '/v1/applications']) {
    const counts: number[] = [];
    for (const limit of [10, 100]) {
      await ask<Trip[]>(watched, 'what was before');
      await answer(watched, { kind: 'slice', method: 'GET', path: `${path}?limit=${limit}`, as: 'coach', inputs: {} });
      counts.push((await ask<Trip[]>(watched, 'trips')).reduce((sum, { steps }) => sum + steps.length, 0));
    }
    more += (counts[1] ?? 0) - (counts[0] ?? 0);
  }
  return more;
}

async function etagOf(watched: Contender, all: readonly Case[]): Promise<string> {
  const move = all.find(({ uses }) => uses)?.next(0);
  if (!move) return '"1"';
  const path = move.path.replace('/stage-moves', '');
  const one = await answer(watched, { kind: 'one', method: 'GET', path, as: 'coach', inputs: {} });
  return one.headers.get('etag') ?? '"1"';
}

/** Sends one request; throws with the answer when it is refused. */
export async function answer(to: Contender, request: Request): Promise<Response> {
  const { method, path, headers, body } = sent(request, to);
  const init = { method, headers: { ...headers }, ...(body ? { body } : {}) };
  const response = await fetch(`http://127.0.0.1:${to.port}${path}`, init);
  if (!response.ok)
    throw new Error(`${to.name} answers ${response.status} to ${method} ${path}: ${await response.text()}`);
  return response;
}
