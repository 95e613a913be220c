import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Installation, install } from '../../src/app/installation.js';
import { migrations } from '../../src/app/schema.js';
import { StartError } from '../../src/platform/config/start-error.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { whatIsUnfit } from '../../src/platform/database/setup/start-check.js';
import { dataFolder } from '../support/service.js';
import { testConfig } from '../support/settings.js';

// A server of its own: roles belong to the whole server, and what is broken here would break the other tests.
const folder = dataFolder();
const config = testConfig({ dataDir: join(folder, 'data') });
const names = migrations.map((migration) => migration.name);
let installation: Installation;
const sql = (text: string): Promise<unknown> =>
  withClient({ ...installation.connections.owner, user: 'postgres' }, (client) => client.query(text));
const flaws = (): Promise<string[]> => whatIsUnfit(installation.connections, names);

beforeAll(async () => {
  installation = await install(config, 'command');
});
afterAll(async () => {
  await installation?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the database that a start finds', () => {
  it('is fit after the migrations', async () => {
    expect(await flaws()).toEqual([]);
  });

  it.each([
    ['row security that is off', 'alter table clients disable row level security', 'alter table clients enable row level security', /clients is off/],
    ['row security that its owner passes', 'alter table debriefs no force row level security', 'alter table debriefs force row level security', /debriefs is not forced/],
    ['a policy that lets the app see all', 'create policy open on notes_of_test to onward_app using (true)', 'drop table notes_of_test', /policy open/],
    ['a policy that checks less than it shows', `create policy lax on notes_of_test to public using (organization_id = current_setting('app.organization_id')::uuid) with check (true)`, 'drop table notes_of_test', /policy lax/],
    ['an app role that is a superuser', 'alter role onward_app superuser', 'alter role onward_app nosuperuser', /onward_app is a superuser/],
    ['a gate role that passes row security', 'alter role onward_gate bypassrls', 'alter role onward_gate nobypassrls', /onward_gate passes row security/],
    ['an app role that owns a table', 'alter table clients owner to onward_app', 'alter table clients owner to onward_owner', /onward_app owns the table clients/],
    ['an app role that may act as the owner', 'grant onward_owner to onward_app', 'revoke onward_owner from onward_app', /onward_app owns .*the table clients/],
    ['a migration that has not run', `delete from schema_migrations where name = '${names.at(-1)}'`, `insert into schema_migrations (timestamp, name) values (1, '${names.at(-1)}')`, /Migrations have not run/],
  ])('is refused for %s', async (_, harm, repair, words) => {
    if (harm.includes('notes_of_test')) {
      await sql('create table notes_of_test (organization_id uuid)');
      await sql('alter table notes_of_test enable row level security, force row level security');
    }
    await sql(harm);
    try {
      expect(await flaws()).toEqual([expect.stringMatching(words)]);
    } finally {
      await sql(repair);
    }
    expect(await flaws()).toEqual([]);
  }); // biome-ignore format: a table

  it('stops a start that may not repair it, and is repaired by one that may', async () => {
    await sql('alter role onward_app bypassrls');
    const refusal = install({ ...config, migrates: false }, 'command');
    await expect(refusal).rejects.toThrow(StartError);
    await expect(refusal).rejects.toThrow('onward_app passes row security');
    await (await install(config, 'command')).stop();
    expect(await flaws()).toEqual([]);
  });

  it('need not belong to a superuser: a role that may make roles brings it up, and does so again at the next start', async () => {
    await sql('create role agency login createrole');
    // As if it had made them: on a server of its own it has.
    await sql('grant onward_app, onward_gate to agency with admin true, inherit false, set false');
    await sql('create database agency owner agency');
    const { host } = installation.connections.owner;
    const databaseUrl = `postgres://agency@localhost/agency?host=${encodeURIComponent(String(host))}`;
    for (const migrated of [migrations.length, 0]) {
      const theirs = await install({ ...config, databaseUrl }, 'service');
      expect(theirs.migrated).toHaveLength(migrated);
    }
  });

  it('must have been prepared by somebody, when this start does not', async () => {
    const empty = testConfig({ dataDir: join(folder, 'empty'), migrates: false });
    await expect(install(empty, 'command')).rejects.toThrow('database:migrate');
  });
});
