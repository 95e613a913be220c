import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { openedDebrief } from '../support/debriefs.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const opened = (course?: object, client?: object) => openedDebrief(world, course, client);

describe('what a client keeps private', () => {
  it('is seen by the client and by no member of staff: not in the debrief, the lessons, the paper, a count or the trail', async () => {
    const { visitor, client, debrief, seen } = await opened();
    const secret = 'Only-mine-4711';
    await visitor.fill({
      'item.learned.text': secret,
      'item.learned.isPrivate': 'yes',
      'item.people.1.name': `Shared ${client.id.slice(0, 4)}`,
      'item.worry.guess': secret,
      'item.worry.isPrivate': 'yes',
    });
    const path = `/v1/debriefs/${debrief.id}`;
    const version = (await seen()).version;
    const typed = await world.ana.put(
      `${path}/answers`,
      { answers: { one_change: { text: 'Earlier bus' } } },
      { 'if-match': `"${version}.any"` },
    );
    expect(typed.status).toBe(200);
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({
      'item.learned.text': secret,
      'item.one_change.text': 'Earlier bus',
    });
    await visitor.fill({}, { action: 'submit' });
    const everything: string[] = [];
    for (const who of [world.ana, world.sol]) {
      for (const at of [
        path,
        '/v1/debriefs',
        `/v1/clients/${client.id}/lessons?total=true`,
        `/v1/follow-ups?clientId=${client.id}`,
      ])
        everything.push((await who.get(at)).text);
    }
    expect(everything.join()).not.toContain(secret);
    expect(everything.join()).toContain('Earlier bus');
    expect((await world.ana.get(`/v1/clients/${client.id}/lessons?total=true`)).body.total).toBe(0);
    expect(await tablesHolding(world, secret)).toEqual([]);
    // Spoilt, it would fail whoever opens it: staff and their paper never do.
    await world.sql(`update debrief_answers set sealed = 'A' || sealed where debrief_id = $1 and is_private`, [
      debrief.id,
    ]);
    for (const at of [path, `${path}/document`]) expect((await world.ana.get(at)).status).toBe(200);
    expect((await visitor.get('/d/checklist')).status).toBe(500);
    await world.sql('update debrief_answers set sealed = substr(sealed, 2) where debrief_id = $1 and is_private', [
      debrief.id,
    ]);
    const item = (await seen()).items.find(({ code }: { code: string }) => code === 'learned');
    expect(item).toMatchObject({ answer: null, enteredBy: null, answeredAt: null });
    expect(textOf((await visitor.get('/d/done')).text)).toContain(secret);
    expect(textOf((await visitor.get('/d/checklist')).text)).toContain(secret);
  });
});
