import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { type Body } from '../support/caller.js';
import { ended, mailedLink, newClientOf, openedDebrief, placeOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const steps = ['open', 'save', 'language', 'skip', 'submit', 'done'] as const;
type Step = (typeof steps)[number];

interface Side {
  debrief: Body;
  words: string;
  job: string;
  tab: Visitor;
  page: Record<string, string | string[]>;
}

/** What each step makes of its own debrief, and of no other. */
const expected = (step: Step, words: string): object => ({
  ...{
    open: { status: 'opened' },
    save: { status: 'in_progress' },
    language: { status: 'in_progress', locale: 'es' },
    skip: { status: 'skipped' },
    submit: { status: 'submitted', submittedBy: 'client' },
    done: { status: 'opened' },
  }[step],
  answers: step === 'open' || step === 'done' ? {} : { learned: { text: words, isPrivate: false } },
});

async function take(step: Step, { tab, page, words }: Side): Promise<void> {
  const button = { save: { action: 'save' }, language: { locale: 'es' }, skip: { action: 'skip' } } as const;
  if (step === 'open') return;
  if (step === 'done') {
    expect(placeOf(await tab.get('/d/done'))).toBe('/d/checklist');
    return;
  }
  const pressed = step === 'submit' ? { action: 'submit' } : button[step];
  const { status } = await tab.post('/d/checklist', { ...page, 'item.learned.text': words, ...pressed });
  expect(status).toBe(303);
}

it('two browsers, two tabs, two clients, one computer: every pairing of open, save, language, skip, submit, done; nothing ever crosses', async () => {
  const pairs = steps.flatMap((left) => steps.map((right) => [left, right] as const));
  const made = [];
  for (const [index, pair] of pairs.entries()) {
    // Every other pair is one client with two jobs, the others are two clients.
    const one = await newClientOf(world.ana, { writtenLanguage: 'en' });
    const other = index % 2 === 0 ? one : await newClientOf(world.ana, { writtenLanguage: 'en' });
    const course = { stages: ['phone_screen', 'interview'], interviews: [{}] };
    const sides = [];
    for (const [side, client] of [one, other].entries()) {
      const job = `Job-${index}-${side}`;
      const { application } = await ended(world.ana, { ...course, client, application: { jobTitle: job } });
      sides.push({ job, client, application, words: `Words-${index}-${side}` });
      if (one === other) await world.settle();
      if (one === other) Object.assign(sides.at(-1) ?? {}, { link: mailedLink(world, client) });
    }
    made.push({ pair, sides });
  }
  await world.settle();
  for (const { pair, sides } of made) {
    const computer = new Visitor(world);
    const opened: Side[] = [];
    for (const { job, client, application, words, ...more } of sides) {
      const link = (more as { link?: { url: string } }).link ?? mailedLink(world, client);
      const { items } = (await world.ana.get(`/v1/debriefs?clientId=${client.id}`)).body;
      const debrief = items.find((item: Body) => item.application.id === application.id);
      const tab = computer.tab();
      expect((await tab.openByUrl(link.url)).status).toBe(303);
      const elsewhere = new Visitor(world);
      expect((await elsewhere.openByUrl(link.url)).status).toBe(303);
      opened.push({ debrief, words, job, tab, page: formFieldsOf((await tab.get('/d/checklist')).text) });
    }
    // In an order that would tell on a cookie of the last one opened: first left, then right.
    for (const [at, side] of opened.entries()) await take(pair[at] ?? 'open', side);
    for (const [at, side] of opened.entries()) {
      const strange = opened[1 - at] as Side;
      const seen = (await world.ana.get(`/v1/debriefs/${side.debrief.id}`)).body;
      expect([pair, at, seen]).toEqual([pair, at, expect.objectContaining(expected(pair[at] ?? 'open', side.words))]);
      for (const path of ['/d/checklist', '/d/done']) {
        const { text } = await side.tab.get(path);
        expect(textOf(text)).not.toContain(strange.words);
        expect(textOf(text)).not.toContain(strange.job);
      }
      expect(textOf((await side.tab.get('/d/checklist')).text)).toContain(side.job);
    }
  }
});

it('a form that is sent on the visit of another debrief shows what was typed, keeps nothing, and says why', async () => {
  const [one, other] = [await openedDebrief(world), await openedDebrief(world)];
  const page = formFieldsOf((await one.visitor.get('/d/checklist')).text);
  for (const action of ['save', 'submit', 'skip']) {
    const answer = await other.visitor.post('/d/checklist', { ...page, 'item.learned.text': 'Strayed words', action });
    expect([answer.status, placeOf(answer)]).toEqual([303, '/d/checklist?stray']);
    const { text } = await other.visitor.follow(answer);
    for (const words of ['Strayed words', 'What you typed belongs to another page. So nothing was saved here.'])
      expect(textOf(text)).toContain(words);
  }
  for (const { seen } of [one, other]) expect(await seen()).toMatchObject({ status: 'opened', answers: {} });
});

it('a page without the name of its visit is shown only where the browser holds one visit, and never guessed among two', async () => {
  const [one, other] = [await openedDebrief(world), await openedDebrief(world)];
  const bare = new Visitor(world, 'en', one.visitor.cookies);
  expect((await bare.get('/d/checklist')).status).toBe(200);
  for (const [name, value] of other.visitor.cookies) one.visitor.cookies.set(name, value);
  expect((await bare.get('/d/checklist')).status).toBe(401);
  expect((await one.visitor.get('/d/checklist')).status).toBe(200);
  other.visitor.visit = one.visitor.visit;
  expect((await other.visitor.get('/d/checklist')).status).toBe(401);
});

it('a browser that is never closed holds the eight visits that were begun last', async () => {
  const { visitor, link } = await openedDebrief(world);
  const first = visitor.visit;
  for (let time = 0; time < 8; time += 1) await visitor.openByUrl(link.url);
  expect(visitor.cookies.size).toBe(8);
  expect((await visitor.get(`/d/checklist?visit=${first}`)).status).toBe(401);
  expect((await visitor.get('/d/checklist')).status).toBe(200);
});
