import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { moveTo, newApplication } from '../support/applications.js';
import { newBarrier } from '../support/barriers.js';
import type { Answer, Body } from '../support/caller.js';
import { newLetter } from '../support/cover-letters.js';
import { newClientOf } from '../support/debriefs.js';
import { wordsInFiles } from '../support/stored-files.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

const REASONS = ['drug_or_medical_check', 'adverse_action_letter'];
const WRITTEN = [
  'ibis-quote-71',
  'ibis-note-72',
  'ibis-barrier-73',
  'ibis-letter-74',
  'ibis-comment-75',
  'ibis-version-76',
];
const SECRETS = [...REASONS, ...WRITTEN];
/** What may lie open, and must be found wherever the others are hunted: else nobody looked. */
const OPEN = 'ibis-open-70';

let world: World;
let answers: Answer[];
let client: Body;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
  const { ana, sol } = world;
  client = await newClientOf(ana);
  const { id } = await newApplication(ana, { clientId: client.id, jobTitle: OPEN });
  await newBarrier(ana, client.id, { kind: 'health', note: WRITTEN[2] });
  await moveTo(ana, id, 'interview');
  const body = {
    to: 'rejected',
    reasons: [{ code: REASONS[0], source: REASONS[1], quote: WRITTEN[0] }],
    note: WRITTEN[1],
  };
  const path = `/v1/applications/${id}/stage-moves`;
  const key = { 'idempotency-key': 'canaries' };
  answers = [await ana.post(path, body, key), await ana.post(path, body, key)];
  answers.push(await sol.get(`${path}?limit=1`), await sol.get(`/v1/clients/${client.id}/barriers`));
  answers.push(...(await writtenLetter()));
  // What follows from it: a checklist, a mail, the coach's tasks; then a second look at the reason.
  await world.settle();
  await moveTo(ana, id, 'interview', { note: WRITTEN[1] });
  await world.settle();
});
afterAll(() => world.close());

/** A letter that was sent back with a comment, written again, checked and made into papers: all of its answers. */
async function writtenLetter(): Promise<Answer[]> {
  const { ana, sol } = world;
  const letter = await newLetter(ana, { clientId: client.id, body: `Dear Ms. Lee,\n\n${WRITTEN[3]}` });
  const path = `/v1/cover-letters/${letter.id}`;
  await ana.post(`${path}/submission`);
  const review = { decision: 'changes_requested', comments: [{ paragraph: 2, text: WRITTEN[4] }] };
  const reviewed = await sol.post(`${path}/reviews`, review);
  const key = { 'idempotency-key': 'canaries-version' };
  const body = { body: `Dear Ms. Lee,\n\n${WRITTEN[5]}` };
  const written = [await ana.post(`${path}/versions`, body, key), await ana.post(`${path}/versions`, body, key)];
  const paths = [path, `${path}/versions`, `${path}/checks`, `${path}/versions/2/document?format=txt`];
  return [reviewed, ...written, ...(await Promise.all(paths.map(async (one) => ana.get(one))))];
}

describe('a restricted reason, what an employer said, a note, a letter and what is said about it', () => {
  it('is told to whoever may read it, so that the hunt has something to miss', () => {
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200, 201, 201, 201, 200, 200, 200, 200]);
    const told = answers.map(({ text }) => text).join();
    expect(SECRETS.filter((secret) => !told.includes(secret))).toEqual([]);
  });

  it('is in no file of the database server: no table, no write-ahead log, no log', async () => {
    expect(await wordsInFiles(world, [...SECRETS, OPEN])).toEqual([OPEN]);
  });

  it('is in no row: no table of ours, no line, no delivery, no job', async () => {
    for (const secret of SECRETS) expect([secret, await tablesHolding(world, secret)]).toEqual([secret, []]);
    expect(await tablesHolding(world, OPEN)).toEqual(['public.applications']);
  });

  it('is in no address, no head of an answer and no mail', () => {
    const heads = answers.map(({ headers }) => JSON.stringify([...headers])).join();
    const mails = JSON.stringify(world.mails().filter(({ to }) => to === client.email));
    expect(mails.length).toBeGreaterThan(100);
    expect(SECRETS.filter((secret) => `${heads}${mails}`.includes(secret))).toEqual([]);
  });

  it('is on no page of the trail, and in nothing else that an admin reads', async () => {
    const read = async (path: string): Promise<string> => {
      const { status, text } = await world.nia.get(path);
      expect([path, status]).toEqual([path, 200]);
      return text;
    };
    const { items } = (await world.nia.get(`/v1/applications?clientId=${client.id}`)).body;
    const texts = await Promise.all([
      read(`/v1/audit-events?clientId=${client.id}&limit=100`),
      read(`/v1/applications/${items[0].id}`),
      read(`/v1/applications/${items[0].id}/stage-moves`),
      read(`/v1/clients/${client.id}`),
      read('/v1/reports/pipeline-funnel?from=2026-01-01&to=2026-12-31'),
    ]);
    expect(SECRETS.filter((secret) => texts.join().includes(secret))).toEqual([]);
    expect(texts.join()).toContain('restricted');
  });
});
