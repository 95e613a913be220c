import { createHash } from 'node:crypto';
import type { DataSource, DeepPartial, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import { AppError } from '../../../kernel/errors.js';
import { isDuplicate } from '../database-errors.js';
import { type SqlValue, type Statement, statement } from '../statement.js';
import { mustChange } from './must.js';
import type { Step } from './one-trip.js';

/*
 * Ordinary writes, generated from the entities: TypeORM knows the table and its columns, and the SQL becomes a named
 * statement like every other. Its own query builder costs most of a millisecond for each row.
 */

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 8);

/** What a double means, by the name of the unique key. */
export type Taken = Readonly<Record<string, () => Error>>;

const meaningOf =
  (taken: Taken) =>
  (error: unknown): Error | undefined => {
    const key = Object.keys(taken).find((constraint) => isDuplicate(error, constraint));
    return key === undefined ? undefined : taken[key]?.();
  };

export class Rows {
  private readonly made = new Map<string, Statement>();

  constructor(private readonly dataSource: DataSource) {}

  /** One new row. Fields that are undefined are left to the table's defaults. `taken`: what a double of which key means. */
  insert<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    row: DeepPartial<Entity>,
    taken: Taken = {},
  ): Step {
    const metadata = this.dataSource.getMetadata(entity);
    const { columns, values } = read(metadata, row);
    return {
      statement: this.statement('insert', metadata.tableName, columns, () => {
        const places = columns.map((_, index) => `$${index + 1}`);
        return `insert into ${metadata.tableName} (${columns.join(', ')}) values (${places.join(', ')})`;
      }),
      values,
      meaning: meaningOf(taken),
    };
  }

  /** The row of this id, if it still has this version (-1, `ANY_VERSION`: whichever it has); the version counts up. */
  update<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    key: { organizationId: string; id: string; version: number },
    patch: DeepPartial<Entity>,
  ): Step {
    const metadata = this.dataSource.getMetadata(entity);
    const { columns, values } = read(metadata, patch);
    return {
      statement: this.statement('update', metadata.tableName, columns, () => {
        const changes = columns.map((column, index) => `${column} = $${index + 4}`);
        return `update ${metadata.tableName} set ${[...changes, 'version = version + 1', 'updated_at = now()'].join(', ')}
                 where organization_id = $1 and id = $2 and (version = $3 or $3 = -1)`;
      }),
      values: [key.organizationId, key.id, key.version, ...values],
    };
  }

  /** The same as a step that fails with 412 when the row is not there at this version. */
  change<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    key: { organizationId: string; id: string; version: number },
    patch: DeepPartial<Entity>,
    taken: Taken = {},
  ): Step {
    const step = { ...this.update(entity, key, patch), meaning: meaningOf(taken) };
    return mustChange(step, () => new AppError('stale', 'http.version-stale'));
  }

  private statement(kind: string, table: string, columns: readonly string[], text: () => string): Statement {
    const key = `${kind}/${table}/${columns.join()}`;
    let made = this.made.get(key);
    if (!made) {
      made = statement(`rows.${kind}.${table}.${digest(key)}`, text());
      this.made.set(key, made);
    }
    return made;
  }
}

/** The row's columns and values, in the order of the table. Throws for a field that is no column: a typing mistake. */
function read(metadata: EntityMetadata, row: object): { columns: string[]; values: SqlValue[] } {
  const given = new Map(Object.entries(row).filter(([, value]) => value !== undefined));
  const columns: string[] = [];
  const values: SqlValue[] = [];
  for (const { propertyName, databaseName, type } of metadata.columns) {
    if (!given.has(propertyName)) continue;
    const value: unknown = given.get(propertyName);
    given.delete(propertyName);
    columns.push(databaseName);
    values.push(type === 'jsonb' && value !== null ? JSON.stringify(value) : (value as SqlValue));
  }
  if (given.size > 0) throw new Error(`${metadata.tableName} has no ${[...given.keys()].join(', ')}`);
  return { columns, values };
}
