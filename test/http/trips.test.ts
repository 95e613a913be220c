import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trips } from '../../src/platform/database/wire/pool.js';
import { moveTo, newApplication } from '../support/applications.js';
import { newBarrier } from '../support/barriers.js';
import type { Answer } from '../support/caller.js';
import { newLetter } from '../support/cover-letters.js';
import { newFollowUp } from '../support/follow-ups.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
});
afterAll(() => world.close());

/** The trips to the database that this request makes, each as the names of its statements. */
async function tripsOf(request: () => Promise<Answer>): Promise<string[][]> {
  const made: string[][] = [];
  const note = (names: unknown) => void made.push(names as string[]);
  trips.subscribe(note);
  const { status, body } = await request();
  trips.unsubscribe(note);
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return made;
}

const key = () => ({ 'idempotency-key': `key-${Math.random()}` });

describe('an ordinary write', () => {
  it('is three trips at most', async () => {
    const { ana } = world;
    const application = await newApplication(ana);
    // The client's key is made with the first thing that is sealed.
    await moveTo(ana, application.id, 'screening', { note: 'Sent' });
    const { id, employer, client } = application;
    const clientId = client.id;
    const barrier = await newBarrier(ana, clientId);
    const followUp = await newFollowUp(ana, clientId);
    const letter = await newLetter(ana, { clientId });
    const tag = { 'if-match': (await ana.get(`/v1/clients/${clientId}`)).headers.get('etag') ?? '' };
    const made = {
      'client created': await tripsOf(() => ana.post('/v1/clients', { legalName: 'Rosa' })),
      'client changed': await tripsOf(() => ana.patch(`/v1/clients/${clientId}`, { preferredName: 'R' }, tag)),
      'application created': await tripsOf(() =>
        ana.post('/v1/applications', { clientId, employerId: employer.id, jobTitle: 'Cook' }),
      ),
      'stage moved': await tripsOf(() => ana.post(`/v1/applications/${id}/stage-moves`, { to: 'phone_screen' }, key())),
      'stage moved with a note': await tripsOf(() =>
        ana.post(`/v1/applications/${id}/stage-moves`, { to: 'interview', note: 'Tuesday' }),
      ),
      'barrier named': await tripsOf(() => ana.post(`/v1/clients/${clientId}/barriers`, { kind: 'transport' })),
      'barrier moved': await tripsOf(() =>
        ana.post(`/v1/barriers/${barrier.id}/moves`, { to: 'addressing', evidence: 'coach_observation' }),
      ),
      'interview planned': await tripsOf(() =>
        ana.post(`/v1/applications/${id}/interviews`, { kind: 'video', startsAt: '2198-06-10T17:00:00Z' }),
      ),
      'follow-up written': await tripsOf(() =>
        ana.post('/v1/follow-ups', { clientId, title: 'Ask', dueOn: '2150-01-01' }, key()),
      ),
      'letter written': await tripsOf(() =>
        ana.post(`/v1/cover-letters/${letter.id}/versions`, { body: 'Dear Ms. Lee' }),
      ),
      'letter handed in': await tripsOf(() => ana.post(`/v1/cover-letters/${letter.id}/submission`)),
      'letter read by a second person': await tripsOf(() =>
        world.sol.post(`/v1/cover-letters/${letter.id}/reviews`, { decision: 'approved', comments: 'Good' }),
      ),
      'follow-up done': await tripsOf(() => ana.post(`/v1/follow-ups/${followUp.id}/completion`, {})),
    };
    const counts = Object.fromEntries(Object.entries(made).map(([name, of]) => [name, of.length]));
    expect(counts).toEqual({
      'client created': 2,
      'client changed': 2,
      'application created': 3,
      'stage moved': 3,
      'stage moved with a note': 3,
      'barrier named': 3,
      'barrier moved': 3,
      'interview planned': 3,
      'follow-up written': 3,
      'letter written': 3,
      'letter handed in': 2,
      'letter read by a second person': 3,
      'follow-up done': 3,
    });
    for (const of of Object.values(made))
      expect(of[0]?.slice(0, 3)).toEqual(['database.begin', 'database.set-tenant', 'identity.standing']);
  });
});

describe('a read', () => {
  it('is one trip, and its look one more that many share', async () => {
    const {
      id,
      client: { id: clientId },
    } = await newApplication(world.ana);
    const letter = await newLetter(world.ana, { clientId });
    for (const path of [`/v1/clients/${clientId}`, `/v1/applications/${id}`, `/v1/cover-letters/${letter.id}`]) {
      const made = await tripsOf(() => world.ana.get(path));
      expect(made.map((names) => names.at(-1))).toEqual([expect.stringMatching(/\.find\./), 'ledger.looks']);
    }
    const many = await tripsOf(async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => world.ana.get(`/v1/clients/${clientId}`)));
      return answers.find(({ status }) => status !== 200) ?? (answers[0] as Answer);
    });
    expect(many.filter((names) => names.includes('ledger.looks')).length).toBeLessThan(40);
    const lines = await world.sql(`select 1 from ledger_lines where client_id = $1 and name = 'client.seen'`, [
      clientId,
    ]);
    expect(lines).toHaveLength(41);
  });
});
