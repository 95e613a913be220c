import { Check, Column, CreateDateColumn, ForeignKey, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { Classified } from './classes.js';

/** What every tenant table has. The organization leads the key: three walls and a later distribution stand on it. */
@Classified({ T0: ['organizationId', 'id', 'createdAt'] })
export abstract class TenantRow {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid', { default: () => 'uuidv7()' })
  id: string;

  @CreateDateColumn({ type: 'timestamptz', default: () => 'now()' })
  createdAt: string;
}

/** A row that people edit: counted up by each change, shown as ETag, asked for by If-Match. */
@Classified({ T0: ['version', 'updatedAt'] })
export abstract class VersionedRow extends TenantRow {
  @Column('int', { default: 1 })
  version: number;

  @UpdateDateColumn({ type: 'timestamptz', default: () => 'now()' })
  updatedAt: string;
}

/**
 * A row whose deletion can be undone: out of every list, count and report as long as `deletedAt` is set. Who deleted it
 * is in the ledger.
 */
@Classified({ T0: ['deletedAt'] })
export abstract class RestorableRow extends VersionedRow {
  @Column('timestamptz', { nullable: true })
  deletedAt: string | null;
}

/** A foreign key inside the organization: only a composite key stops a row from pointing at another tenant's. */
export const BelongsTo = (table: string, column: string): ClassDecorator =>
  ForeignKey(table, ['organizationId', column] as const, ['organizationId', 'id'] as const) as ClassDecorator;

/** The foreign key of a tenant table to its organization. */
export const InOrganization = (): ClassDecorator =>
  ForeignKey('organizations', ['organizationId'] as const, ['id'] as const) as ClassDecorator;

/** Text with a closed list: `text` + CHECK, because enum comparisons cannot use an index through a policy. */
export const OneOf = (column: string, codes: readonly string[]): ClassDecorator =>
  Check(`${column} in (${codes.map((code) => `'${code}'`).join(', ')})`) as ClassDecorator;
