import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reasonTiers, sourceTiers } from '../../src/features/applications/stage-moves/reasons.rules.js';
import { moveTo, newApplication } from '../support/applications.js';
import type { Body, Caller } from '../support/caller.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
});
afterAll(() => world.close());

const namesOf = (tiers: Readonly<Record<string, string>>, tier: string): string[] =>
  Object.keys(tiers).filter((code) => tiers[code] === tier);
const restrictedCodes = namesOf(reasonTiers, 'T2');
const RECORD = { code: 'background_check', source: 'employer_stated', quote: 'heron-quote' };
const hidden = { code: 'restricted', source: 'restricted', quote: null };

/** An application that ended with these reasons. */
const rejected = async (reasons: object[], note?: string): Promise<Body> => {
  const { id } = await newApplication(world.ana);
  return moveTo(world.ana, id, 'rejected', { reasons, ...(note ? { note } : {}) });
};
const movePath = ({ move }: Body): string => `/v1/applications/${move.applicationId}/stage-moves/${move.id}`;
const lookLines = (clientId: string) =>
  world.sql<{ actor_id: string; payload: object }>(
    `select actor_id, payload from ledger_lines where client_id = $1 and name = 'restricted.seen' order by id`,
    [clientId],
  );
const sealedOf = async ({ move }: Body): Promise<string | null> => {
  const [row] = await world.sql<{ sealed: string }>(
    'select sealed from restricted_stage_moves where stage_move_id = $1',
    [move.id],
  );
  return row?.sealed ?? null;
};

describe('a restricted reason', () => {
  it('is told in full to the coach and the supervisor, and as `restricted` to the admin, without quote and note', async () => {
    for (const code of restrictedCodes) {
      const ended = await rejected(
        [
          { ...RECORD, code },
          { code: 'references', source: 'recruiter' },
        ],
        'heron-note',
      );
      const reasons = [
        { ...RECORD, code },
        { code: 'references', source: 'recruiter', quote: null },
      ];
      expect(ended.move).toMatchObject({ reasons, note: 'heron-note' });
      const seen = async (by: Caller) => {
        const { body } = await by.get(movePath(ended));
        const { items } = (await by.get(`/v1/applications/${ended.move.applicationId}/stage-moves`)).body;
        expect(items[0]).toEqual(body.move);
        return body.move;
      };
      for (const by of [world.ana, world.sol]) expect(await seen(by)).toEqual(ended.move);
      expect(await seen(world.nia)).toEqual({ ...ended.move, reasons: [hidden, reasons[1]], note: null });
    }
  });

  it('is hidden with its source where the source alone would tell it', async () => {
    for (const source of namesOf(sourceTiers, 'T2')) {
      const ended = await rejected([{ code: 'references', source }]);
      expect((await world.nia.get(movePath(ended))).body.move.reasons).toEqual([hidden]);
      expect((await world.sol.get(movePath(ended))).body.move.reasons).toMatchObject([{ code: 'references', source }]);
    }
  });

  it('leaves a line for each opening, and none for who sees it closed, or where nothing is sealed', async () => {
    const ended = await rejected([RECORD]);
    const { id: clientId } = ended.application.client;
    await world.nia.get(movePath(ended));
    expect(await lookLines(clientId)).toEqual([]);
    await world.sol.get(movePath(ended));
    await world.ana.get(`/v1/applications/${ended.move.applicationId}/stage-moves`);
    const payload = { kind: 'stage-move', ids: [ended.move.id] };
    expect(await lookLines(clientId)).toEqual([
      { actor_id: world.sol.id, payload },
      { actor_id: world.ana.id, payload },
    ]);
    const open = await rejected([{ code: 'pay_mismatch', source: 'recruiter' }]);
    expect([await sealedOf(open), (await world.sol.get(movePath(open))).status]).toEqual([null, 200]);
    expect(await lookLines(open.application.client.id)).toEqual([]);
  });

  it('never looks the same twice, and its length does not tell which it is', async () => {
    const sealed: (string | null)[] = [];
    for (const code of [...restrictedCodes, ...restrictedCodes])
      sealed.push(
        await sealedOf(
          await rejected([
            { code, source: 'recruiter' },
            { code, source: 'coach_guess' },
            { code, source: 'client_guess' },
          ]),
        ),
      );
    expect(new Set(sealed).size).toBe(sealed.length);
    expect(new Set(sealed.map((text) => text?.length)).size).toBe(1);
  });

  it('does not open in the place of another move of the same application', async () => {
    const first = await rejected([RECORD], 'heron-first');
    const { applicationId } = first.move;
    const second = await moveTo(world.ana, applicationId, 'interview', { note: 'They called again' });
    await world.sql(
      `update restricted_stage_moves set sealed = (select sealed from restricted_stage_moves where stage_move_id = $1)
        where stage_move_id = $2`,
      [first.move.id, second.move.id],
    );
    const answer = await world.ana.get(movePath(second));
    expect([answer.status, answer.text.includes('heron')]).toEqual([500, false]);
  });

  it('cannot be stored in the open, whatever the code does', async () => {
    const ended = await rejected([RECORD]);
    const refused = expect.objectContaining({ code: '23514' });
    for (const code of restrictedCodes)
      await expect(
        world.sql('update stage_move_reasons set code = $2 where stage_move_id = $1', [ended.move.id, code]),
      ).rejects.toEqual(refused);
    await expect(
      world.sql(`update restricted_stage_moves set sealed = 'He has a record' where stage_move_id = $1`, [
        ended.move.id,
      ]),
    ).rejects.toEqual(refused);
  });

  it('is in no table, with its quote and note, also when the request was repeated', async () => {
    const { id } = await newApplication(world.ana);
    const body = { to: 'rejected', reasons: [RECORD], note: 'heron-note' };
    const post = () => world.ana.post(`/v1/applications/${id}/stage-moves`, body, { 'idempotency-key': 'sealed-move' });
    const first = await post();
    expect((await post()).body).toEqual(first.body);
    await world.sol.get(movePath(first.body));
    for (const canary of [...restrictedCodes, ...namesOf(sourceTiers, 'T2'), 'heron-quote', 'heron-note'])
      expect([canary, await tablesHolding(world, canary)]).toEqual([canary, []]);
  });
});

describe('a note', () => {
  it('is sealed on any move, and kept from who may not read restricted facts', async () => {
    const { id } = await newApplication(world.ana);
    const moved = await moveTo(world.ana, id, 'interview', { note: 'heron-plain' });
    expect(moved.move.note).toBe('heron-plain');
    expect((await world.ana.get(movePath(moved))).body).toEqual(moved);
    expect((await world.nia.get(movePath(moved))).body.move.note).toBeNull();
    expect(await tablesHolding(world, 'heron-plain')).toEqual([]);
  });
});
