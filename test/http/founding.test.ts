import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FoundingService } from '../../src/features/identity/invitations/founding.service.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const found = (name: string, adminName: string): Promise<string> =>
  world.app.get(FoundingService).create({
    name,
    timeZone: 'America/Denver',
    locale: 'es',
    adminName,
    adminEmail: `${name.toLowerCase()}@example.org`,
  });
const organizations = (name: string) =>
  world.sql<{ id: string; locale: string }>('select id, locale from organizations where name = $1', [name]);

describe('an organization', () => {
  it('begins in one transaction: its row, its line and the invitation of its first admin', async () => {
    const id = await found('West', 'Wil');
    expect(await organizations('West')).toEqual([{ id, locale: 'es' }]);
    const moments = await world.sql(
      `select created_at as at from organizations where id = $1 union select occurred_at from ledger_lines where organization_id = $1
        union select created_at from invitations where organization_id = $1`,
      [id],
    );
    expect(moments).toHaveLength(1);
    await expect(found('WEST', 'Wil')).rejects.toMatchObject({ code: 'organization.name-taken' });
  });

  it('is not there when its first admin could not be invited, and can be founded again', async () => {
    await expect(found('East', 'no \u0000 name')).rejects.toMatchObject({ kind: 'malformed' });
    expect(await organizations('East')).toEqual([]);
    await found('East', 'Eva');
    expect(await organizations('East')).toHaveLength(1);
  });
});
