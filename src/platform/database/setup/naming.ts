import { createHash } from 'node:crypto';
import { DefaultNamingStrategy, type Table } from 'typeorm';

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const nameOf = (table: Table | string): string =>
  (typeof table === 'string' ? table : table.name).split('.').pop() ?? '';

/** snake_case everywhere, and constraint names that a person can read in an error message. */
export class Naming extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? snake(property);
  }

  override primaryKeyName(table: Table | string): string {
    return `${nameOf(table)}_pkey`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${nameOf(table)}_${columns.map(snake).join('_')}_key`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${nameOf(table)}_${
      columns
        .map(snake)
        .filter((column) => column !== 'organization_id')
        .join('_') || 'organization'
    }_fkey`;
  }

  override indexName(table: Table | string, columns: string[]): string {
    return `${nameOf(table)}_${columns.map(snake).join('_')}_idx`;
  }

  /** Holds a digest of the expression, so that a changed check is a changed name and the drift check sees it. */
  override checkConstraintName(table: Table | string, expression: string): string {
    return `${nameOf(table)}_check_${createHash('sha256').update(expression).digest('hex').slice(0, 8)}`;
  }
}
