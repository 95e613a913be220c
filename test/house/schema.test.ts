import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { entities, migrations } from '../../src/app/schema.js';
import { ownerSource, withClient } from '../../src/platform/database/setup/prepare.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const ask = <Row>(text: string): Promise<Row[]> =>
  withClient(database.admin, async (client) => (await client.query(text)).rows as Row[]);
const names = async (text: string): Promise<string[]> => (await ask<{ name: string }>(text)).map(({ name }) => name);

const OUR_TABLES = `select c.oid, c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
  and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('schema_migrations', 'request_counters', 'root_versions')`;

describe('the schema', () => {
  it('is what the entities say: nothing is left to generate', async () => {
    const source = await new DataSource(ownerSource(database.connections.owner, { entities, migrations })).initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has row security enabled and forced on every tenant table', async () => {
    expect(
      await names(
        `select relname as name from (${OUR_TABLES}) t join pg_class using (oid, relname) where not (relrowsecurity and relforcerowsecurity)`,
      ),
    ).toEqual([]);
    expect((await names(`select relname as name from (${OUR_TABLES}) t`)).length).toBeGreaterThan(25);
  });

  it('has on every tenant table one policy for the app role, of the one form, for reading and for writing', async () => {
    const policies = await ask<{ name: string; using: string; check: string }>(
      `select tablename as name, qual as using, with_check as check from pg_policies where schemaname = 'public' and 'onward_app' = any(roles)`,
    );
    const form =
      /^\(?\(?(organization_id|id) = \( SELECT \(NULLIF\(current_setting\('app\.organization_id'::text, true\), ''::text\)\)::uuid AS "nullif"\)\)?\)?$/;
    expect(
      policies
        .filter((policy) => !form.test(policy.using) || policy.using !== policy.check)
        .map((policy) => policy.name),
    ).toEqual([]);
    expect(policies.map((policy) => policy.name).sort()).toEqual(
      (await names(`select relname as name from (${OUR_TABLES}) t order by 1`)).sort(),
    );
  });

  it('lets the app and gate roles own nothing, bypass nothing, and change no structure', async () => {
    expect(
      await names(
        `select rolname as name from pg_roles where rolname in ('onward_app', 'onward_gate') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
      ),
    ).toEqual([]);
    expect(
      await names(
        `select relname as name from pg_class where pg_get_userbyid(relowner) in ('onward_app', 'onward_gate')`,
      ),
    ).toEqual([]);
    expect(
      await names(
        `select nspname as name from pg_namespace where has_schema_privilege('onward_app', oid, 'create') and nspname = 'public'`,
      ),
    ).toEqual([]);
  });

  it('keeps histories append-only for those who serve requests', async () => {
    const histories = [
      'ledger_lines',
      'stage_moves',
      'restricted_stage_moves',
      'barrier_moves',
      'letter_versions',
      'letter_reviews',
    ];
    const changeable = await names(
      `select table_name as name from information_schema.role_table_grants
        where grantee in ('onward_app', 'onward_gate') and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
    );
    expect(histories.filter((table) => changeable.includes(table))).toEqual([]);
  });

  it('has the ledger in quarters, a year ahead and one for the rest, which nobody who serves reaches by their names', async () => {
    const parts = await ask<{ name: string; walls: boolean; grants: number }>(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as walls,
              (select count(*)::int from information_schema.role_table_grants g
                where g.table_name = c.relname and g.grantee in ('onward_app', 'onward_gate', 'PUBLIC')) as grants
         from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'ledger_lines'::regclass order by 1`,
    );
    expect(parts.map(({ name }) => name).filter((name) => /^ledger_lines_\d{4}q[1-4]$/.test(name))).toHaveLength(5);
    expect(parts).toHaveLength(6);
    expect(parts.filter(({ walls, grants }) => !walls || grants > 0)).toEqual([]);
  });

  it('has no foreign key between tenant tables that could reach into another organization', async () => {
    const loose = await names(
      `select conname as name from pg_constraint k join pg_class t on t.oid = k.conrelid
        where k.contype = 'f' and t.relnamespace = 'public'::regnamespace and k.confrelid <> 'organizations'::regclass
          and not exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'organization_id')`,
    );
    expect(loose).toEqual([]);
  });

  it('leads every index with the organization, but for those the gate looks things up by', async () => {
    const byGate = [
      'users_email_key', 'refresh_tokens_token_digest_key', 'client_sessions_secret_digest_key', 'invitations_token_digest_key',
      'client_links_token_digest_key', 'client_links_code_digest_key', 'deliveries_due_idx', 'deliveries_done_idx',
      'deliveries_parked_idx', 'idempotency_keys_created_at_idx', 'debriefs_lapsing_idx', 'form_drafts_kept_until_idx',
    ]; // biome-ignore format: a list to scan
    const others = await names(
      `select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid join (${OUR_TABLES}) t on t.oid = x.indrelid
         join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
        where a.attname <> 'organization_id' and t.relname <> 'organizations'`,
    );
    // Of a list's clients; GIN has no leading column, and what it finds is narrowed to the organization.
    const ofLists = 'ledger_lines_client_ids_idx';
    expect(others.sort()).toEqual([...byGate, ofLists].sort());
  });
});
