import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Action, policy } from '../../src/access/policy.js';
import { exampleIds } from '../../src/app/openapi/examples.js';
import { operationsOf, type Placed } from '../../src/app/openapi/model.js';
import type { Answer, Caller } from '../support/caller.js';
import { Contract } from '../support/contract.js';
import { differences } from '../support/differences.js';
import { type Records, recordsOfNorth } from '../support/routes.js';
import { createWorld, PASSWORD, type World } from '../support/world.js';

let world: World;
let contract: Contract;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
  contract = new Contract(world.app);
});
afterAll(() => world.close());

/** The example as a request, with the records that are there. */
interface Asked {
  path: string;
  body?: string;
}

/** What has to be so before the example can be played. Answers what stands in place of words of the example. */
const before: Readonly<Record<string, (of: Records) => Promise<Record<string, string>>>> = {
  refreshSession: async () => {
    const { body } = await world.nobody.post('/v1/auth/sign-in', { email: world.ben.email, password: PASSWORD });
    return { [tokenOf('refreshSession', 'refreshToken')]: body.refreshToken };
  },
  acceptInvitation: async () => {
    const email = 'new.person@north.example';
    await world.nia.post('/v1/invitations', { email, name: 'New Person', role: 'coach' });
    await world.settle();
    const mail = world.mails().find(({ to }) => String(to).includes(email));
    return { [tokenOf('acceptInvitation', 'token')]: /#([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '' };
  },
  getApplicationStageMove: async (of) => {
    const path = `/v1/applications/${of.openApplication}/stage-moves`;
    const { body } = await world.ana.post(path, { to: 'screening', note: 'The kitchen manager called.' });
    return { [String(exampleIds.move)]: body.move.id };
  },
  getInvitation: async () => {
    const { body } = await world.nia.post('/v1/invitations', { email: 'uma@x.example', name: 'Uma', role: 'coach' });
    return { [String(exampleIds.invitation)]: body.id };
  },
  confirmInvitation: async () => {
    const invited = { email: 'second.face@north.example', name: 'Second Face', role: 'supervisor' };
    return { [String(exampleIds.invitation)]: (await world.nia.post('/v1/invitations', invited)).body.id };
  },
  reviewCoverLetter: async (of) => {
    await world.ana.post(`/v1/cover-letters/${of.letter}/submission`);
    return {};
  },
  sendCoverLetter: async (of) => {
    const path = `/v1/cover-letters/${of.letter}`;
    await world.ana.post(`${path}/submission`);
    await world.sol.post(`${path}/reviews`, { decision: 'approved' });
    return {};
  },
  restoreCoverLetter: async (of) => {
    await world.ana.post(`/v1/cover-letters/${of.letter}/archival`);
    return {};
  },
  submitDebrief: (of) => answered(of),
  reviewDebrief: async (of) => {
    await answered(of);
    await world.ana.post(`/v1/debriefs/${of.debrief}/submission`);
    return {};
  },
};

async function answered({ debrief }: Records): Promise<Record<string, string>> {
  const etag = (await world.ana.get(`/v1/debriefs/${debrief}`)).headers.get('etag') ?? '';
  const answers = { learned: { declined: true } };
  await world.ana.put(`/v1/debriefs/${debrief}/answers`, { answers }, { 'if-match': etag });
  return {};
}

const bodyOf = ({ operation }: Placed): Record<string, unknown> | undefined =>
  operation.requestBody?.content['application/json']?.example as Record<string, unknown> | undefined;

const tokenOf = (operationId: string, field: string): string => {
  const placed = operationsOf(contract.document).find(({ operation }) => operation.operationId === operationId);
  return String((placed && bodyOf(placed))?.[field]);
};

/** What has been undone, or is done, can be done, or undone: the way there is one more request. */
async function makeReady({ method, path }: Placed, at: string): Promise<void> {
  const parent = at.slice(0, at.lastIndexOf('/'));
  if (path.endsWith('/restoration') && !path.includes('cover-letters')) {
    await world.sol.delete(parent, { 'if-match': '*' });
  } else if (method === 'delete' && /\/(suspension|completion)$/.test(path)) {
    await (path.endsWith('/suspension') ? world.nia : world.ana).post(at);
  }
}

/** Somebody whose role may do it. */
function callerFor({ operation }: Placed): Caller {
  const action = operation['x-needs-action'] as Action | undefined;
  if (!action) return world.nobody;
  if (operation.operationId === 'reviewCoverLetter') return world.sol;
  const { coach, supervisor } = policy[action];
  return coach !== 'none' ? world.ana : supervisor !== 'none' ? world.sol : world.nia;
}

function asked(placed: Placed, replaced: Readonly<Record<string, string>>): Asked {
  const query = new URLSearchParams();
  let { path } = placed;
  for (const { in: place, name, example } of placed.operation.parameters ?? []) {
    if (place === 'path') path = path.replace(`{${name}}`, String(example));
    else if (place === 'query' && example !== undefined) query.set(name, String(example));
  }
  const real = (text: string): string =>
    Object.entries(replaced).reduce((so, [from, to]) => so.replaceAll(from, to), text);
  const body = bodyOf(placed);
  return {
    path: real(query.size > 0 ? `${path}?${query}` : path),
    ...(body === undefined ? {} : { body: real(JSON.stringify(body)) }),
  };
}

async function play(placed: Placed, of: Records): Promise<Answer> {
  const { operation, method } = placed;
  const records: Record<string, string> = {
    ...of,
    'staff-member': of.coach,
    'follow-up': of.followUp,
    'cover-letter': of.letter,
    application: of.openApplication,
    contact: placed.path.startsWith('/v1/contacts/') ? of.networkContact : of.contact,
  };
  const ids = Object.entries(exampleIds).map(([noun, id]) => [id, records[noun] ?? id]);
  const extra = (await before[operation.operationId]?.(of)) ?? {};
  const { path, body } = asked(placed, { ...Object.fromEntries(ids), ...extra });
  await makeReady(placed, path);
  const by = callerFor(placed);
  const needsVersion = (operation.parameters ?? []).some(({ name, required }) => name === 'If-Match' && required);
  return by.raw(method.toUpperCase(), path, body, {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(needsVersion ? { 'if-match': '*' } : {}),
  });
}

/** Where the example of the answer is not like the answer. */
function differencesFrom({ operation }: Placed, { status, body }: Answer): string[] {
  const example = operation.responses[status]?.content?.['application/json']?.example;
  return example === undefined ? [] : differences(example, body);
}

const success = ({ operation }: Placed): number =>
  Number(Object.keys(operation.responses).find((status) => status < '300'));

describe('the examples of the document', () => {
  it('each run, and are answered as the document and the example of the answer say', async () => {
    const wrong: string[] = [];
    const shared = await recordsOfNorth(world);
    for (const placed of operationsOf(contract.document)) {
      const { operationId } = placed.operation;
      const answer = await play(placed, placed.method === 'get' ? shared : await recordsOfNorth(world));
      const flaws = [
        ...(answer.status === success(placed) ? [] : [`${answer.status} ${answer.text.slice(0, 300)}`]),
        ...contract.flawsOf(placed, answer),
        ...differencesFrom(placed, answer),
      ];
      if (flaws.length > 0) wrong.push(`${operationId}: ${flaws.slice(0, 9).join('; ')}`);
      if (operationId === 'signOut') await world.signInAgain();
    }
    expect(wrong).toEqual([]);
  });

  it('run without their body where the document says that it may be left out', async () => {
    const optional = operationsOf(contract.document).filter(
      ({ operation }) => operation.requestBody?.required === false,
    );
    expect(optional.length).toBeGreaterThan(0);
    for (const placed of optional) {
      const { requestBody: _, ...operation } = placed.operation;
      const answer = await play({ ...placed, operation }, await recordsOfNorth(world));
      expect([operation.operationId, answer.status]).toEqual([operation.operationId, success(placed)]);
    }
  });
});
