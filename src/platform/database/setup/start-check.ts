import type { ClientConfig } from 'pg';
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
 * Whether a process may serve from this database: all migrations ran, and what decides who sees and does what is as
 * this release makes it. Asks as the two roles that serve, so that it also finds out whether they can sign in.
 */
export async function fitnessOf(
  { app, gate }: { app: ClientConfig; gate: ClientConfig },
  { migrations, catalog }: Expected,
  knownRoles: readonly string[] = [],
): Promise<Fitness> {
  const pending = await withClient(gate, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from schema_migrations');
    const done = new Set(rows.map((row) => row.name));
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
