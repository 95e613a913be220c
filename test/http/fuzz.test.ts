import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { words } from '../../src/platform/content/content.js';
import type { Answer, Caller } from '../support/caller.js';
import { type ChangeWatch, watchChanges } from '../support/change-watch.js';
import { Contract } from '../support/contract.js';
import { debriefAfter, linkOf, Visitor } from '../support/debriefs.js';
import { Dice } from '../support/dice.js';
import { effort } from '../support/effort.js';
import {
  bentCursor,
  type FuzzRequest,
  hostileRequest,
  likelyRequest,
  type Operation,
  operationsOf,
  schemasOf,
} from '../support/fuzz-requests.js';
import { HOSTILE_TEXTS } from '../support/hostile-values.js';
import type { Schemas } from '../support/json-schema.js';
import { recordsOfNorth } from '../support/routes.js';
import { createWorld, type World } from '../support/world.js';

const ABSENT = '01980000-0000-7000-8000-000000000000';
/** Fresh sessions for everybody after so many requests or so long: a token is good for ten minutes, and a shift may be slow. */
const SHIFT = { requests: 500, ms: 240_000 };
/** Slow by their nature (paper, password hashes): asked less often. */
const SLOW = /\/document|\/auth\/|acceptance/;

const sentences = words('en');
const LEAK =
  /\b(select|insert|update) .* (from|into|set) |node_modules|\.[jt]s:\d|at \w+ \(|postgres|typeorm|violates|zod/i;

let world: World;
let watch: ChangeWatch;
let contract: Contract;
let operations: Operation[];
let schemas: Schemas;
const known = new Map<string, string[]>();
const cursors = new Map<string, string>();
let callers: Record<string, Caller>;
let signedInAt = 0;

beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
  contract = new Contract(world.app);
  operations = operationsOf(contract.document);
  schemas = schemasOf(contract.document);
  const of = await recordsOfNorth(world);
  const start: Record<string, string[]> = {
    clients: [of.client, of.deletedClient],
    applications: [of.application, of.openApplication, of.deletedApplication],
    coaches: [of.coach],
    staff: [of.coach],
    contacts: [of.networkContact, of.deletedNetworkContact, of.contact, of.deletedContact],
    moves: [of.move],
    employers: [of.employer],
    interviews: [of.interview, of.deletedInterview],
    barriers: [of.barrier, of.deletedBarrier],
    'follow-ups': [of.followUp, of.deletedFollowUp],
    'cover-letters': [of.letter],
    debriefs: [of.debrief],
    invitations: [of.invitation],
  };
  for (const [noun, ids] of Object.entries(start)) known.set(noun, ids);
  watch = await watchChanges(world);
});
afterAll(async () => {
  await watch.stop();
  await world.close();
});

async function signInAgain(): Promise<void> {
  signedInAt = Date.now();
  await world.signInAgain();
}

async function newShift(): Promise<void> {
  await signInAgain();
  const { ana, nia, sol, cai, nobody } = world;
  callers = { ana, nia, sol, cai, nobody };
  await world.settle();
  const debriefs = await world.sql<{ id: string }>('select id from debriefs order by id desc limit 20');
  known.set(
    'debriefs',
    debriefs.map(({ id }) => id),
  );
}

const nounOf: Record<string, string> = {
  client: 'clients',
  employer: 'employers',
  application: 'applications',
  coach: 'coaches',
  actor: 'coaches',
  contact: 'contacts',
  move: 'moves',
};
const idsFor = (name: string): string[] =>
  known.get(name) ?? known.get(nounOf[name.replace(/Id$/, '')] ?? '') ?? [ABSENT];

/** Who asks: most often those who may, so that the fuzz gets past the doors. */
const ACTORS = [
  ...Array(10).fill('ana'),
  ...Array(5).fill('sol'),
  ...Array(4).fill('nia'),
  'cai',
  'cai',
  'nobody',
] as string[];

async function compose(operation: Operation, actor: string, dice: Dice): Promise<FuzzRequest> {
  const request = likelyRequest(operation, schemas, dice, idsFor);
  if (operation.responses['412'] && dice.chance(0.8)) {
    const [path = ''] = request.path.split('?');
    const one = path.replace(/\/(answers|stage-moves)$/, '');
    request.headers['if-match'] = (await callers[actor]?.get(one))?.headers.get('etag') ?? '"1.any"';
  }
  const cursor = cursors.get(operation.path);
  if (operation.method === 'GET' && cursor && dice.chance(0.2)) {
    const given = dice.chance(0.3) ? cursor : bentCursor(cursor, dice);
    return { ...request, path: `${request.path.split('?')[0]}?limit=1&cursor=${encodeURIComponent(given)}` };
  }
  return dice.chance(0.6) ? hostileRequest(operation, request, dice) : request;
}

/** `..` in an address is resolved by who sends it: that is no request to this operation any more. */
const leavesIt = ({ path }: Operation, request: FuzzRequest): boolean =>
  new URL(request.path, 'http://onward.example').pathname.split('/').length < path.split('/').length;

/** Everything that is wrong with an answer, by the document and by the rules that hold for all. */
function flawsOfAnswer({ method, path }: Operation, answer: Answer): string[] {
  const { status, headers, body } = answer;
  if (status >= 500) return ['a fault of the server'];
  const placed = contract.operationOf(method, path);
  if (!placed) return ['the document does not know this operation'];
  const flaws = contract.flawsOf(placed, answer);
  const type = headers.get('content-type')?.split(';')[0];
  if (status < 400 || type === undefined) return flaws;
  const codes: string[] = [body.code, ...(body.errors ?? []).map((error: { code: string }) => error.code)];
  return [
    ...flaws,
    ...(type === 'application/problem+json' ? [] : [`an error as ${type}`]),
    ...codes.filter((code) => !sentences.has(`errors.${code}`)).map((code) => `no sentence for ${code}`),
    ...(body.status === status && body.requestId === headers.get('x-request-id')
      ? []
      : ['status or request id differ']),
    ...(LEAK.test(body.detail) ? ['tells of the inside'] : []),
    ...(status === 429 && !headers.get('retry-after') ? ['no Retry-After'] : []),
  ];
}

function learn({ path, method }: Operation, { status, body }: Answer): void {
  const noun = path.split('/').at(-1) ?? '';
  if (status === 201 && known.has(noun) && noun !== 'coaches') {
    known.set(noun, [...(known.get(noun) ?? []).slice(-20), body.id]);
  }
  if (method === 'GET' && typeof body?.nextCursor === 'string') cursors.set(path, body.nextCursor);
}

describe(`requests by chance from the OpenAPI document, seed ${effort.fuzzSeed}`, () => {
  const succeeded = new Map<string, number>();

  it(
    'never get an answer off contract, and none that is refused changes anything',
    async () => {
      const dice = new Dice(effort.fuzzSeed);
      const wrong = new Map<string, string>();
      for (let count = 0; count < effort.fuzzRequests; count += 1) {
        if (count % SHIFT.requests === 0) await newShift();
        else if (Date.now() - signedInAt > SHIFT.ms) await signInAgain();
        const operation = dice.pick(operations);
        if (SLOW.test(operation.path) && dice.chance(0.8)) continue;
        const actor = operation.path.endsWith('/sign-out') ? 'nobody' : dice.pick(ACTORS);
        const request = await compose(operation, actor, dice);
        if (leavesIt(operation, request)) continue;
        await watch.changedTables();
        const answer = await (callers[actor] as Caller).raw(
          request.method,
          request.path,
          request.body,
          request.headers,
        );
        const changed = answer.status >= 400 ? await watch.changedTables() : [];
        const flaws = flawsOfAnswer(operation, answer);
        if (changed.length > 0) flaws.push(`refused, and yet changed ${changed.join()}`);
        if (flaws.length > 0) {
          const said = `${operation.name}: ${answer.status} ${answer.body?.code ?? ''}: ${flaws.slice(0, 3).join('; ')}`;
          if (!wrong.has(said)) wrong.set(said, `${actor}: ${shown(request)}`);
        }
        if (answer.status < 300) succeeded.set(operation.name, (succeeded.get(operation.name) ?? 0) + 1);
        learn(operation, answer);
      }
      expect([...wrong]).toEqual([]);
    },
    effort.fuzzRequests * 300,
  );

  it('get through to nearly every route, so that they were not all turned away at the door', () => {
    const never = operations.map(({ name }) => name).filter((name) => !succeeded.has(name));
    // What needs a secret that chance does not find, or a state that it reaches seldom.
    expect(never.length).toBeLessThan(operations.length / 5);
    expect(never).toContain('POST /v1/auth/sign-in');
  });
});

describe('the client’s pages', () => {
  it('answer forms by chance with a page, never with a fault, and submit nothing', async () => {
    const dice = new Dice(effort.fuzzSeed);
    await newShift();
    const { debrief } = await debriefAfter(world, world.ana, { stages: ['interview'], interviews: [{}] });
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
    const names = ['token', 'code', 'locale', 'action', 'version', '__proto__', 'a[b]', 'x'.repeat(300), ''];
    const wrong: string[] = [];
    for (let count = 0; count < effort.fuzzRequests / 40; count += 1) {
      const path = dice.pick(['/d/start', '/d/checklist', '/d/checklist', '/d/checklist?x=1', '/d/%ff']);
      const fields = Object.fromEntries(
        Array.from({ length: dice.from(0, 6) }, () => [dice.pick(names), dice.pick(HOSTILE_TEXTS)]),
      );
      const by = dice.chance(0.3) ? new Visitor(world, dice.pick(['es', ';;', 'é'])) : visitor;
      const { status, text } = await by.post(path, fields);
      if (status >= 500 || LEAK.test(text)) wrong.push(`${path} ${JSON.stringify(fields).slice(0, 200)}: ${status}`);
    }
    expect(wrong).toEqual([]);
    const [after] = await world.sql('select submitted_at from debriefs where id = $1', [debrief.id]);
    expect(after).toEqual({ submitted_at: null });
  });
});

const shown = ({ path, headers, body }: FuzzRequest): string =>
  `${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)} ${String(body ?? '').slice(0, 200)}`;
