/**
 * `npm run migration:new -- add-notes`: writes the migration from the tables as the migrations so far make them to what
 * the entities say now. `--check` only tells whether there is anything to write. On a PostgreSQL of its own.
 */
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { entities, migrations } from '../src/app/schema.ts';
import { asOwner, prepareDatabase } from '../src/app/start/preparation.ts';
import { readConfig } from '../src/platform/config/config.ts';
import { ownerSource } from '../src/platform/database/setup/prepare.ts';

const [name = ''] = process.argv.slice(2);
const isCheck = name === '--check';
if (!isCheck && !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  fail('Name it in small words: npm run migration:new -- add-notes');

const folder = mkdtempSync(join(tmpdir(), 'onward-migration-'));
chmodSync(folder, 0o755);
const { upQueries } = await differences().finally(() => rmSync(folder, { recursive: true, force: true }));
const queries = upQueries.map(({ query }) => query);
if (queries.length === 0) console.log('The migrations make exactly the tables that the entities describe.');
else if (isCheck) fail(`A migration is missing:\n${queries.map((query) => `  ${query}`).join('\n')}`);
else write();

async function differences() {
  const config = readConfig({ ONWARD_DATA_DIR: folder });
  await prepareDatabase(config);
  return asOwner(config, async ({ owner }) => {
    const source = await new DataSource(ownerSource(owner, { entities, migrations })).initialize();
    try {
      return await source.driver.createSchemaBuilder().log();
    } finally {
      await source.destroy();
    }
  });
}

function write() {
  const timestamp = Date.now();
  const words = name.split('-').map((word) => word[0].toUpperCase() + word.slice(1));
  const className = `${words.join('')}${timestamp}`;
  const file = `src/migrations/${timestamp}-${name}.ts`;
  const lines = queries.map((query) => `    await runner.query(\`${query.replaceAll('`', '\\`')}\`);`);
  writeFileSync(
    file,
    `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
${lines.join('\n')}
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: write the next one.');
  }
}
`,
  );
  console.log(`${file} is written: ${queries.length} statements.`);
  console.log(`Read it, add ${className} to src/app/schema.ts, and put a new table behind the wall with protect().`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
