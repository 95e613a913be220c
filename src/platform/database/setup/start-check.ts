import type { Client, ClientConfig } from 'pg';
import { type Catalog, differences, readCatalog, whatIsUnknown } from '../catalog/compare.js';
import { withClient } from './prepare.js';

/** What this release makes of a database. */
export interface Expected {
  readonly migrations: readonly string[];
  readonly catalog: Catalog;
}

/** `problems` end a start; `warnings` are told. */
export interface Fitness {
  readonly problems: string[];
  readonly warnings: string[];
}

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
 * Whether a process may serve from this database: all migrations ran, and what decides who sees and does what is as
 * this release makes it. Asks as the two roles that serve, so that it also finds out whether they can sign in.
 */
export async function fitnessOf(
  { app, gate }: { app: ClientConfig; gate: ClientConfig },
  { migrations, catalog }: Expected,
  knownRoles: readonly string[] = [],
): Promise<Fitness> {
  const pending = await withClient(gate, async (client) => {
    const done = new Set(await migrationsDone(client));
    return migrations.filter((name) => !done.has(name));
  });
  const [found, warnings] = await withClient(
    app,
    async (client) => [await readCatalog(client), await whatIsUnknown(client, knownRoles)] as const,
  );
  // What a migration still has to make is no fault of anybody.
  if (pending.length > 0)
    return {
      problems: [`Migrations have not run: ${pending.join(', ')}. Run: npm run onward -- database:migrate`],
      warnings,
    };
  return { problems: differences(found, catalog), warnings };
}
