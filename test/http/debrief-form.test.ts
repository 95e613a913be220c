import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { words } from '../../src/platform/content/content.js';
import type { Body } from '../support/caller.js';
import { debriefAfter } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const AFTER_INTERVIEW = { stages: ['phone_screen', 'interview'], interviews: [{}] };
const TABLES = ['people', 'questions', 'must_haves', 'known_people'];
const BARE = { options: null, maxLength: null, isLong: false, min: null, max: null };

async function debriefOf(): Promise<{ path: string; read: (headers?: Record<string, string>) => Promise<Body> }> {
  const { debrief } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
  const path = `/v1/debriefs/${debrief.id}`;
  return { path, read: async (headers = {}) => (await world.ana.get(path, headers)).body };
}

describe('a debrief that was set aside', () => {
  it('says why, and when, to whoever reads it later', async () => {
    const { path, read } = await debriefOf();
    expect(await read()).toMatchObject({ skipReason: null, skippedAt: null });
    const skipped = (await world.ana.post(`${path}/skip`, { reason: 'talked_instead' })).body;
    expect(skipped).toMatchObject({ status: 'skipped', skipReason: 'talked_instead' });
    const { skipReason, skippedAt } = await read();
    expect([skipReason, skippedAt]).toEqual(['talked_instead', skipped.skippedAt]);
  });

  it('says no reason when nobody gave one', async () => {
    const { path, read } = await debriefOf();
    await world.ana.post(`${path}/skip`);
    expect(await read()).toMatchObject({ status: 'skipped', skipReason: null, skippedAt: expect.any(String) });
  });
});

describe('what may come next of a debrief', () => {
  it('is what the staff may do, with what it needs, and is done', async () => {
    const { path, read } = await debriefOf();
    const start = { to: 'in_progress', needs: ['answers'] };
    const skip = { to: 'skipped', needs: [] };
    expect((await read()).moves).toEqual([start, skip]);
    const etag = { 'if-match': '*' };
    const begun = await world.ana.put(`${path}/answers`, { answers: { learned: { text: 'Breathe' } } }, etag);
    expect([begun.body.status, begun.body.moves]).toEqual(['in_progress', [{ to: 'submitted', needs: [] }, skip]]);
    const sent = await world.ana.post(`${path}/submission`);
    expect([sent.body.status, sent.body.moves]).toEqual(['submitted', [{ to: 'reviewed', needs: [] }]]);
    const reviewed = await world.ana.post(`${path}/review`, {});
    expect([reviewed.body.status, reviewed.body.moves]).toEqual(['reviewed', []]);
    expect((await world.ana.post(`${path}/skip`)).body.code).toBe('debrief.move-not-allowed');
  });

  it('lets a skipped one be taken up again', async () => {
    const { path } = await debriefOf();
    const { body } = await world.ana.post(`${path}/skip`);
    expect(body.moves).toEqual([{ to: 'in_progress', needs: ['answers'] }]);
  });
});

describe('the fields of a debrief', () => {
  const fieldOf = (body: Body, code: string, name: string): Body =>
    body.items.find((item: Body) => item.code === code).fields.find((field: Body) => field.name === name);

  it('have a label, and the bounds of their kind and no others, so that a form can be drawn', async () => {
    const body = await (await debriefOf()).read();
    const fields = body.items.flatMap(({ fields: of }: Body) =>
      of.flatMap((one: Body) => [one, ...(one.columns ?? [])]),
    );
    expect(fields.length).toBeGreaterThan(20);
    for (const field of fields) {
      expect(field.label.trim()).not.toBe('');
      const { kind, options, maxLength, min, max, columns = null, maxRows = null } = field;
      const bounded = [options !== null, maxLength !== null, min !== null && max !== null, columns !== null];
      const should = [['choice', 'choices'].includes(kind), kind === 'text', kind === 'scale', TABLES.includes(kind)];
      expect([field.name, kind, ...bounded]).toEqual([field.name, kind, ...should]);
      expect(maxRows !== null).toBe(columns !== null);
    }
    expect(new Set(fields.map(({ kind }: Body) => kind)).size).toBeGreaterThan(4);
  });

  it('are a scale, a text, a choice and a table, each with what it takes', async () => {
    const body = await (await debriefOf()).read();
    const { label: scale, ...score } = fieldOf(body, 'feel', 'score');
    expect(score).toEqual({ ...BARE, name: 'score', kind: 'scale', min: 0, max: 10, maxRows: null, columns: null });
    expect(scale).toBe(words('en').text('debriefs.fields.feel.score'));
    expect(fieldOf(body, 'learned', 'text')).toMatchObject({
      kind: 'text',
      isLong: true,
      maxLength: expect.any(Number),
    });
    const { options } = fieldOf(body, 'learned', 'theme');
    expect(options).toContainEqual({ value: 'examples', label: words('en').text('debriefs.options.theme.examples') });
    const { title, fields } = body.items.find(({ code }: Body) => code === 'people');
    const [known, people] = fields;
    expect([fields.length, people.kind, people.maxRows]).toEqual([2, 'people', 8]);
    // People in the record are chosen from, and none is added.
    expect([known.kind, known.columns.map(({ name }: Body) => name)]).toEqual([
      'known_people',
      ['name', 'met', 'keepInTouch'],
    ]);
    expect(known.columns[0]).toMatchObject({ kind: 'choice', maxLength: null });
    expect(known.columns[0].options.length).toBeGreaterThan(0);
    expect(people.columns.map(({ name }: Body) => name)).toEqual(['name', 'role', 'contact', 'keepInTouch', 'metOn']);
    expect(people.label).toBe(title);
  });

  it('take what they offer: an answer made of them alone is accepted, one beyond their bounds is not', async () => {
    const { path, read } = await debriefOf();
    const body = await read();
    const { max } = fieldOf(body, 'feel', 'score');
    const { maxLength } = fieldOf(body, 'learned', 'text');
    const theme = fieldOf(body, 'learned', 'theme').options.at(-1).value;
    const put = (answers: object) => world.ana.put(`${path}/answers`, { answers }, { 'if-match': '*' });
    const good = await put({ learned: { text: 'x'.repeat(maxLength), theme }, conf_pre: { score: max } });
    expect([good.status, good.body.answers.learned.theme]).toEqual([200, theme]);
    for (const bad of [
      { learned: { text: 'x'.repeat(maxLength + 1) } },
      { learned: { text: 'x', theme: 'none-of-them' } },
      { conf_pre: { score: max + 1 } },
    ]) {
      expect((await put(bad)).body.code).toBe('debrief.answers-not-valid');
    }
  });

  it('speak the language of the reader; names, kinds and values stay', async () => {
    const { read } = await debriefOf();
    const [en, es] = [await read(), await read({ 'accept-language': 'es' })];
    const [here, there] = [fieldOf(en, 'learned', 'theme'), fieldOf(es, 'learned', 'theme')];
    expect(there.label).not.toBe(here.label);
    const values = (field: Body): string[] => field.options.map(({ value }: Body) => value);
    expect([there.name, there.kind, values(there)]).toEqual([here.name, here.kind, values(here)]);
    expect(there.options[0].label).not.toBe(here.options[0].label);
  });
});
