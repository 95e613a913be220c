import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trips } from '../../src/platform/database/wire/pool.js';
import type { Body } from '../support/caller.js';
import { newLetter } from '../support/cover-letters.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
});
afterAll(() => world.close());

const at = ({ id }: Body, rest = ''): string => `/v1/cover-letters/${id}${rest}`;

/** A letter of two versions, of which the first was sent back with a comment. */
async function reviewed(text: string, of: Record<string, unknown> = {}): Promise<Body> {
  const { ana, sol } = world;
  const letter = await newLetter(ana, { ...of, body: `${text} first` });
  await ana.post(at(letter, '/submission'));
  await sol.post(at(letter, '/reviews'), { decision: 'changes_requested', comments: `${text} comment` });
  await ana.post(at(letter, '/versions'), { body: `${text} second` });
  return (await ana.get(at(letter))).body;
}

const everythingOf = (letter: Body) =>
  Promise.all([at(letter), at(letter, '/versions'), at(letter, '/checks')].map((path) => world.ana.get(path)));

describe('the text of a letter and what a second person says about it', () => {
  it('is read as it was written', async () => {
    const letter = await reviewed('Puffin');
    expect(letter).toMatchObject({
      latestVersion: { number: 2, body: 'Puffin second', author: { name: 'Ana' } },
      reviews: [{ versionNumber: 1, comments: [{ text: 'Puffin comment' }] }],
    });
    const { body } = await world.ana.get(at(letter, '/versions'));
    expect(body.items).toEqual([letter.latestVersion, { ...body.items[1], number: 1, body: 'Puffin first' }]);
    for (const item of body.items) expect(Object.keys(item).sort()).toEqual(['author', 'body', 'createdAt', 'number']);
  });

  it('is gone once the key of the client is erased, and the letter still stands', async () => {
    const letter = await reviewed('Puffin');
    await world.ana.post(at(letter, '/submission'));
    await world.sql('delete from client_keys where client_id = $1', [letter.client.id]);
    const [shown, versions, checks] = await everythingOf(letter);
    expect(shown?.body).toMatchObject({ latestNumber: 2, latestVersion: null, reviews: [] });
    expect(versions?.body.items).toEqual([]);
    expect(checks?.body).toMatchObject({ versionNumber: null, wordCount: 0 });
    const gone = [
      await world.ana.get(at(letter, '/versions/2')),
      await world.ana.get(at(letter, '/versions/2/document?format=txt')),
      await world.ana.get(at(letter, '/checks?version=2')),
      await world.ana.post(at(letter, '/reviews'), { decision: 'approved' }),
    ];
    expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('opens in no other row, of the same client or of another', async () => {
    const mine = await reviewed('Mine');
    const others = [await reviewed('Heron'), await reviewed('Heron', { clientId: mine.client.id })];
    for (const { id: other } of others) {
      for (const [table, column] of [
        ['letter_versions', 'sealed_body'],
        ['letter_reviews', 'sealed_comments'],
      ]) {
        const own = `select id, ${column} as sealed from ${table} where cover_letter_id = $1`;
        const kept = await world.sql<{ id: string; sealed: string }>(own, [mine.id]);
        const [moved] = await world.sql<{ sealed: string }>(own, [other]);
        const put = `update ${table} set ${column} = $2 where id = $1`;
        for (const { id } of kept) await world.sql(put, [id, moved?.sealed]);
        const { status, text } = await world.ana.get(at(mine));
        expect([table, status, text.includes('Heron')]).toEqual([table, 500, false]);
        for (const { id, sealed } of kept) await world.sql(put, [id, sealed]);
      }
    }
    expect((await world.ana.get(at(mine))).body).toEqual(mine);
  });

  it('can be stored in no other way, whatever the code does', async () => {
    const { id } = await reviewed('Mine');
    for (const set of ['letter_versions set sealed_body', 'letter_reviews set sealed_comments']) {
      const open = world.sql(`update ${set} = 'In the open' where cover_letter_id = $1`, [id]);
      await expect(open).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('costs no trip more for many versions than for one', async () => {
    const letter = await newLetter(world.ana, { body: 'Text 1' });
    const tripsOf = async () => {
      const made: unknown[] = [];
      const note = (names: unknown) => void made.push(names);
      trips.subscribe(note);
      const { body } = await world.ana.get(at(letter, '/versions'));
      trips.unsubscribe(note);
      return { trips: made.length, texts: body.items.map((item: Body) => item.body) };
    };
    const one = await tripsOf();
    for (const number of [2, 3, 4, 5]) await world.ana.post(at(letter, '/versions'), { body: `Text ${number}` });
    expect(one.texts).toEqual(['Text 1']);
    expect(await tripsOf()).toEqual({ trips: one.trips, texts: [5, 4, 3, 2, 1].map((number) => `Text ${number}`) });
  });
});
