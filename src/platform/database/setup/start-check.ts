import type { Client, ClientConfig } from 'pg';
import { withClient } from './prepare.js';
import { APP_ROLE, GATE_ROLE } from './roles.js';

/** Rights that a role which serves requests must not have. */
const ROLES = `
  select format('The role %s %s.', rolname, concat_ws(' and ',
           case when rolsuper then 'is a superuser' end,
           case when rolbypassrls then 'passes row security' end,
           case when rolcreaterole then 'may make roles' end,
           case when rolcreatedb then 'may make databases' end)) as problem
    from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`;

/** An owner, or a member of the owner's role, can switch row security off. */
const OWNERS = `
  with thing as (
    select 'the table ' || relname as name, relowner as owner from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    union all select 'the schema ' || nspname, nspowner from pg_namespace where nspname in ('public', 'pgboss'))
  select format('The role %s owns %s.', rolname, string_agg(name, ', ' order by name)) as problem
    from pg_roles join thing on pg_has_role(pg_roles.oid, thing.owner, 'MEMBER')
   where rolname = any($1) and not rolsuper
   group by rolname`;

const OPEN_TABLES = `
  select format('Row security of the table %s is %s.', relname, case when relrowsecurity then 'not forced' else 'off' end) as problem
    from pg_class
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
     and (relname = 'organizations'
          or exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'organization_id' and not attisdropped))
   order by relname`;

/** A policy that shows the app role rows of other organizations. */
const OPEN_POLICIES = `
  select format('The policy %s of the table %s does not ask for the organization.', polname, relname) as problem
    from pg_policy join pg_class on pg_class.oid = polrelid
   where polpermissive and polroles && array[0::oid, (select oid from pg_roles where rolname = $1)]
     and not (coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) like '%app.organization_id%'
              and coalesce(pg_get_expr(polwithcheck, polrelid), '') in ('', pg_get_expr(polqual, polrelid)))
   order by relname, polname`;

/**
 * Migrations that this program does not know: a newer release was here. Before anything is changed, so it may also meet
 * a database that was never prepared.
 */
export async function whatIsNewer(gate: ClientConfig, migrations: readonly string[]): Promise<string[]> {
  return withClient(gate, migrationsDone).then(
    (done) => done.filter((name) => !migrations.includes(name)),
    (error: { code?: string }) => {
      if (NOT_PREPARED.includes(error.code ?? '')) return [];
      throw error;
    },
  );
}

/** What a database answers that has no roles, no tables, or is not even there. */
export const NOT_PREPARED: readonly string[] = ['28000', '28P01', '3D000', '42P01', '42501'];

const migrationsDone = async (client: Client): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by id');
  return rows.map((row) => row.name);
};

/**
 * What is wrong with a database that a process is about to serve from, in sentences for the operator: roles that could
 * pass the walls, walls that do not stand, migrations that have not run. Empty when it is fit. Asks as the two roles
 * that serve requests, so that it also finds out whether they can sign in.
 */
export async function whatIsUnfit(
  { app, gate }: { app: ClientConfig; gate: ClientConfig },
  migrations: readonly string[],
): Promise<string[]> {
  const walls = await withClient(app, async (client) => {
    const found: string[] = [];
    const ask = async (text: string, value: unknown): Promise<void> => {
      const { rows } = await client.query<{ problem: string }>(text, value === undefined ? [] : [value]);
      found.push(...rows.map((row) => row.problem));
    };
    await ask(ROLES, [APP_ROLE, GATE_ROLE]);
    await ask(OWNERS, [APP_ROLE, GATE_ROLE]);
    await ask(OPEN_TABLES, undefined);
    await ask(OPEN_POLICIES, APP_ROLE);
    return found;
  });
  const pending = await withClient(gate, async (client) => {
    const done = new Set(await migrationsDone(client));
    return migrations.filter((name) => !done.has(name));
  });
  return pending.length === 0
    ? walls
    : [...walls, `Migrations have not run: ${pending.join(', ')}. Run: npm run onward -- database:migrate`];
}
