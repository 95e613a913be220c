import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrations } from '../../src/app/schema.js';
import { type Installation, install } from '../../src/app/start/installation.js';
import { prepareDatabase } from '../../src/app/start/preparation.js';
import { StartError } from '../../src/platform/config/start-error.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { type Fitness, fitnessOf } from '../../src/platform/database/setup/start-check.js';
import { effort } from '../support/effort.js';
import { dataFolder } from '../support/service.js';
import { testConfig } from '../support/settings.js';

// A server of its own: roles belong to the whole server, and what is broken here would break the other tests.
const folder = dataFolder();
const config = testConfig({ dataDir: join(folder, 'data') });
const names = migrations.map((migration) => migration.name);
const catalog = JSON.parse(readFileSync('src/app/catalog.json', 'utf8')) as Record<string, string>;
let installation: Installation;
const superuser = () => ({ ...installation.connections.app, user: 'postgres', options: '' });
const sql = (text: string): Promise<unknown> => withClient(superuser(), (client) => client.query(text));
const look = (knownRoles: readonly string[] = []): Promise<Fitness> =>
  fitnessOf(installation.connections, { migrations: names, catalog }, knownRoles);
const flaws = async (): Promise<string[]> => (await look()).problems;

beforeAll(async () => {
  installation = await install(config, 'command', prepareDatabase);
});
afterAll(async () => {
  await installation?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the database that a start finds', () => {
  it('is fit after the migrations, and looked at in less than a third of a second', async () => {
    const begun = performance.now();
    expect(await look()).toEqual({ problems: [], warnings: [] });
    if (effort.isTimed) expect(performance.now() - begun).toBeLessThan(300);
  });

  const tenant = "organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)";
  const faults: [fault: string, harm: string, repair: string, words: RegExp][] = [
    ['row security that is off', 'alter table clients disable row level security', 'alter table clients enable row level security', /^Changed: row security of table clients: off; it should be: on and forced\.$/],
    ['row security that its owner passes', 'alter table debriefs no force row level security', 'alter table debriefs force row level security', /row security of table debriefs: on but not forced/],
    ['a wall with a hole', `alter policy clients_tenant on clients using (${tenant} or true)`, `alter policy clients_tenant on clients using (${tenant})`, /policy clients_tenant of table clients: .* OR true/],
    ['a wall that checks less than it shows', 'alter policy clients_tenant on clients with check (true)', `alter policy clients_tenant on clients with check (${tenant})`, /policy clients_tenant of table clients: .* with check \(true\)/],
    ['a second way through the wall', 'create policy open on clients to onward_app using (true)', 'drop policy open on clients', /policy open of table clients \(permits \* to onward_app/],
    ['a wall that is gone', 'drop policy lessons_tenant on lessons', `create policy lessons_tenant on lessons to onward_app using (${tenant}) with check (${tenant})`, /^Missing: policy lessons_tenant of table lessons/],
    ['an app role that is a superuser', 'alter role onward_app superuser', 'alter role onward_app nosuperuser', /role onward_app: signs in, is a superuser/],
    ['a gate role that passes row security', 'alter role onward_gate bypassrls', 'alter role onward_gate nobypassrls', /role onward_gate: signs in, passes row security/],
    ['an app role that may copy the whole server', 'alter role onward_app replication', 'alter role onward_app noreplication', /role onward_app: signs in, may replicate/],
    ['an app role that owns a table', 'alter table clients owner to onward_app', 'alter table clients owner to onward_owner; grant select, insert, update on clients to onward_app', /owner of table clients: onward_app/],
    ['an app role that may act as the owner', 'grant onward_owner to onward_app', 'revoke onward_owner from onward_app', /membership of onward_app in the owner \(member\)/],
    ['an app role that may act as the gate', 'grant onward_gate to onward_app', 'revoke onward_gate from onward_app', /membership of onward_app in onward_gate/],
    ['an app role that reads everything by another name', 'grant pg_read_all_data to onward_app', 'revoke pg_read_all_data from onward_app', /membership of onward_app in pg_read_all_data/],
    ['a ledger that can be rewritten', 'grant update, delete on ledger_lines to onward_app', 'revoke update, delete on ledger_lines from onward_app', /rights of onward_app on table ledger_lines: delete, insert, select, update/],
    ['one column of it that can', 'grant update (payload) on ledger_lines to onward_gate', 'revoke update (payload) on ledger_lines from onward_gate', /rights of onward_gate on column ledger_lines\.payload/],
    ['a table that everybody may read', 'grant select on users to public', 'revoke select on users from public', /rights of everybody on table users \(select\)/],
    ['a table without a wall', 'create table notes_of_test (organization_id uuid)', 'drop table notes_of_test', /owner of table notes_of_test /],
    ['a partition that may be read by its own name', 'grant select on ledger_lines_rest to onward_app', 'revoke select on ledger_lines_rest from onward_app', /rights of onward_app on table ledger_lines_rest/],
    ['a function that acts as its owner', `create function all_of_test() returns setof clients language sql security definer as 'select * from clients'`, 'drop function all_of_test()', /function all_of_test\(\) .*as its owner/],
    ['a function of ours that acts as its owner', 'alter function applications_counted() security definer', 'alter function applications_counted() security invoker', /function applications_counted\(\): .*as its owner/],
    ['a function that looks elsewhere first', 'alter function ledger_lines_listing(uuid) set search_path = public', 'alter function ledger_lines_listing(uuid) set search_path = pg_catalog, pg_temp', /function ledger_lines_listing\(client uuid\): .*search_path=public/],
    ['a function that everybody may call', 'grant execute on function ledger_partitions_ahead() to public', 'revoke execute on function ledger_partitions_ahead() from public', /rights of everybody on function ledger_partitions_ahead\(\)/],
    ['a poisoned search path of a role', `alter role onward_app set search_path = 'evil', 'public'`, 'alter role onward_app reset search_path', /setting search_path of onward_app/],
    ['a poisoned search path of the database', `alter database onward set search_path = 'evil', 'public'`, 'alter database onward reset search_path', /setting search_path of the database/],
    ['a trigger that listens', 'create trigger listens after insert on clients for each statement execute function suppress_redundant_updates_trigger()', 'drop trigger listens on clients', /trigger listens of table clients/],
    ['a trigger that sleeps', 'alter table applications disable trigger applications_counted_at_insert', 'alter table applications enable trigger applications_counted_at_insert', /trigger applications_counted_at_insert of table applications: enabled D/],
    ['a rule that copies', 'create rule copies as on insert to sessions do also notify copied', 'drop rule copies on sessions', /rule copies of table sessions/],
    ['a key that does not keep tenants apart', 'alter table barriers drop constraint barriers_client_id_fkey', 'alter table barriers add constraint barriers_client_id_fkey foreign key (organization_id, client_id) references clients (organization_id, id)', /^Missing: constraint barriers_client_id_fkey of table barriers/],
    ['a schema in which everybody may make things', 'grant create on schema public to public', 'revoke create on schema public from public', /rights of everybody on schema public/],
    ['rights on what is yet to come', 'alter default privileges for role onward_owner grant select on tables to onward_app', 'alter default privileges for role onward_owner revoke select on tables from onward_app', /rights that onward_app gets on whatever the owner make/],
    ['a migration that has not run', `delete from schema_migrations where name = '${names.at(-1)}'`, `insert into schema_migrations (timestamp, name) values (1, '${names.at(-1)}')`, /Migrations have not run/],
  ]; // biome-ignore format: a table

  it.each(faults)('is refused for %s', async (_, harm, repair, words) => {
    await sql(harm);
    try {
      expect(await flaws()).toContainEqual(expect.stringMatching(words));
    } finally {
      await sql(repair);
    }
    expect(await flaws()).toEqual([]);
  });

  it('is fit with the quarters that the program made later', async () => {
    await sql(`create table ledger_lines_2031q2 partition of ledger_lines
      for values from ('01c20000-0000-0000-0000-000000000000') to ('01c80000-0000-0000-0000-000000000000')`);
    await sql('alter table ledger_lines_2031q2 owner to onward_owner');
    expect(await flaws()).toEqual([
      'Changed: row security of table ledger_lines_{quarter}: off / on and forced; it should be: on and forced.',
    ]);
    await sql('alter table ledger_lines_2031q2 enable row level security, force row level security');
    expect(await flaws()).toEqual([]);
  });

  it('may have roles of the operator: they are told, unless they were named', async () => {
    await sql(
      'create role backup_of_test login; grant usage on schema public to backup_of_test; grant select on clients to backup_of_test; grant onward_gate to backup_of_test',
    );
    const { problems, warnings } = await look();
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^The role backup_of_test has rights on schema public and 1 more\. .*ONWARD_KNOWN_ROLES/),
      expect.stringMatching(/^The role backup_of_test is a member of onward_gate\./),
    ]);
    expect((await look(['backup_of_test'])).warnings).toEqual([]);
    await sql('drop owned by backup_of_test; drop role backup_of_test');
  });

  it('stops a start that may not repair it, and is repaired by one that may', async () => {
    await sql('alter role onward_app bypassrls');
    const refusal = install({ ...config, migrates: false }, 'command', prepareDatabase);
    await expect(refusal).rejects.toThrow(StartError);
    await expect(refusal).rejects.toThrow('passes row security');
    await (await install(config, 'command', prepareDatabase)).stop();
    expect(await flaws()).toEqual([]);
  });

  it('stops every start for what nobody but a person can put right', async () => {
    await sql('create policy open on clients to onward_app using (true)');
    await expect(install(config, 'command', prepareDatabase)).rejects.toThrow(
      'Onward does not start on this database:\n  - Not of this release: policy open of table clients',
    );
    await sql('drop policy open on clients');
    await (await install(config, 'command', prepareDatabase)).stop();
  });

  it('need not belong to a superuser: a role that may make roles brings it up, and does so again at the next start', async () => {
    await sql('create role agency login createrole');
    // As if it had made them: on a server of its own it has.
    await sql('grant onward_app, onward_gate to agency with admin true, inherit false, set false');
    await sql('create database agency owner agency');
    const host = encodeURIComponent(String(installation.connections.app.host));
    const databaseUrl = `postgres://localhost/agency?host=${host}`;
    const ownerUrl = `postgres://agency@localhost/agency?host=${host}`;
    for (const migrated of [migrations.length, 0]) {
      const theirs = await install({ ...config, databaseUrl, ownerUrl, migrates: true }, 'service', prepareDatabase);
      expect(theirs.migrated).toHaveLength(migrated);
      expect(theirs.warnings).toEqual([]);
    }
  });

  it('must have been prepared by somebody, when this start does not', async () => {
    const empty = testConfig({ dataDir: join(folder, 'empty'), migrates: false });
    await expect(install(empty, 'command', prepareDatabase)).rejects.toThrow('database:migrate');
  });
});
