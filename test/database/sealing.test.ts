import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rootFrom, Secrets } from '../../src/platform/config/secrets.js';
import { Database } from '../../src/platform/database/database.js';
import { Sealing } from '../../src/platform/sealing/sealing.js';
import { createWorld, type Person, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const newClient = async (by: Person = world.ana): Promise<string> =>
  (await by.post('/v1/clients', { legalName: 'Mina Park' })).body.id;
const sealing = (): Sealing => world.app.get(Sealing);
const within = <Result>(by: Person, work: Parameters<Database['asSystem']>[2]): Promise<Result> =>
  world.app.get(Database).asSystem(by.organizationId, 'test', work) as Promise<Result>;

const seal = (clientId: string, context: string[], text: string, by = world.ana): Promise<string> =>
  within(by, (tx) => sealing().seal(tx, clientId, context, text));
const open = (clientId: string, context: string[], sealed: string, by = world.ana): Promise<string[]> =>
  within(by, (tx) => sealing().open(tx, clientId, [{ context, sealed }]));
const broken = expect.objectContaining({ name: 'SealBroken' });

describe('a sealed text', () => {
  it('opens where it was sealed, whatever its length and signs', async () => {
    const client = await newClient();
    for (const text of ['', 'a', 'ž\u0080\u0000', 'x'.repeat(255), 'y'.repeat(256), 'Größe 👋'.repeat(500)]) {
      expect(await open(client, ['here'], await seal(client, ['here'], text))).toEqual([text]);
    }
  });

  it('does not open when it was moved to another row, client or organization', async () => {
    const [mine, other] = [await newClient(), await newClient()];
    const foreign = await newClient(world.cai);
    await seal(other, ['row-1'], 'makes the keys of the other client');
    await seal(foreign, ['row-1'], 'makes the keys of the other organization', world.cai);
    const sealed = await seal(mine, ['row-1'], 'moved');
    expect(await open(mine, ['row-1'], sealed)).toEqual(['moved']);
    await expect(open(mine, ['row-2'], sealed)).rejects.toEqual(broken);
    await expect(open(other, ['row-1'], sealed)).rejects.toEqual(broken);
    await expect(open(foreign, ['row-1'], sealed, world.cai)).rejects.toEqual(broken);
  });

  it('does not open in another client even when the key of its own client was moved along', async () => {
    const [mine, other] = [await newClient(), await newClient()];
    const sealed = await seal(mine, ['row-1'], 'moved');
    await seal(other, ['row-1'], 'makes the keys of the other client');
    await world.sql(
      `update client_keys set wrapped_key = (select wrapped_key from client_keys where client_id = $1) where client_id = $2`,
      [mine, other],
    );
    await expect(open(other, ['row-1'], sealed)).rejects.toEqual(broken);
  });

  it('does not open when any part of it was changed', async () => {
    const client = await newClient();
    const bytes = Buffer.from(await seal(client, ['row-1'], 'whole'), 'base64url');
    for (const at of [0, 12, 28, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      await expect(open(client, ['row-1'], changed.toString('base64url'))).rejects.toEqual(broken);
    }
    await expect(open(client, ['row-1'], '')).rejects.toEqual(broken);
  });

  it('cannot be read once the key of the client is gone, nor with the secret of another installation', async () => {
    const client = await newClient();
    const sealed = await seal(client, ['row-1'], 'to be forgotten');
    const elsewhere = new Sealing(new Secrets('the secret of some other installation: 8fJ2'));
    const context = ['row-1'];
    await expect(within(world.ana, (tx) => elsewhere.open(tx, client, [{ context, sealed }]))).rejects.toEqual(broken);
    await world.sql('delete from client_keys where client_id = $1', [client]);
    await expect(open(client, context, sealed)).rejects.toEqual(broken);
    await seal(client, context, 'a new key does not bring it back');
    await expect(open(client, context, sealed)).rejects.toEqual(broken);
  });

  it('never looks the same twice, and does not tell by its length which short word it is', async () => {
    const client = await newClient();
    const sealed = [];
    for (const text of ['health', 'health', 'safety', 'behavioral', 'disability_access'])
      sealed.push(await seal(client, ['row-1'], text));
    expect(new Set(sealed).size).toBe(5);
    expect(new Set(sealed.map((text) => text.length)).size).toBe(1);
  });
});

it('makes one key when ten first texts are sealed at once, and all of them open', async () => {
  // Both keys are to be raced for, so those that a test above made are taken away.
  const client = await newClient(world.cai);
  await world.sql('delete from client_keys where organization_id = $1', [world.cai.organizationId]);
  await world.sql('delete from organization_keys where organization_id = $1', [world.cai.organizationId]);
  const texts = Array.from({ length: 10 }, (_, at) => `text ${at}`);
  const sealed = await Promise.all(texts.map((text) => seal(client, ['race'], text, world.cai)));
  const opened = await within<string[]>(world.cai, (tx) =>
    sealing().open(
      tx,
      client,
      sealed.map((text) => ({ context: ['race'], sealed: text })),
    ),
  );
  expect(opened).toEqual(texts);
});

it('opens all the while its organization’s key is wrapped by a new root, which is done once, however often it is begun', async () => {
  const client = await newClient();
  const sealed = await seal(client, ['here'], 'kept');
  const { secrets } = world.database;
  const [first] = secrets.versionsOf('sealing');
  const next = {
    version: 2,
    root: rootFrom('a-newer-secret-for-tests-4qHs81LmZx', 'sealing'),
    usedFrom: Date.now() - 1,
  };
  const wrapAnew = (by: Person) => within<boolean>(by, (tx) => sealing().wrapAnew(tx));
  secrets.learn('sealing', first ? [first, next] : [next]);
  expect(await open(client, ['here'], sealed)).toEqual(['kept']);
  const begun = await Promise.all(Array.from({ length: 5 }, () => wrapAnew(world.ana)));
  expect(begun.filter((isDone) => isDone)).toHaveLength(1);
  expect(await wrapAnew(world.ana)).toBe(false);
  // What was begun for one organization only: the other still opens under the old root, and is wrapped the next time.
  const foreign = await newClient(world.cai);
  const theirs = await seal(foreign, ['here'], 'theirs', world.cai);
  expect(await open(foreign, ['here'], theirs, world.cai)).toEqual(['theirs']);
  expect(await wrapAnew(world.cai)).toBe(true);
  secrets.learn('sealing', [next]);
  expect(await open(client, ['here'], sealed)).toEqual(['kept']);
  expect(await open(foreign, ['here'], theirs, world.cai)).toEqual(['theirs']);
  expect(await world.sql('select distinct root_version from organization_keys')).toEqual([{ root_version: 2 }]);
});
