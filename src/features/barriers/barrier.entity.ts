import { Check, Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';

/** A concrete obstacle that coach and client work on. A restricted kind stands here as `restricted`; what it is lies sealed beside it. */
@Entity('barriers')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
@OneOf('state', ['identified', 'addressing', 'referred', 'eased', 'removed', 'parked', 'recurred'])
@Check('severity between 1 and 5')
export class BarrierEntity extends VersionedRow {
  @Column('uuid')
  clientId: string;

  @Column('text')
  kind: string;

  @Column('int', { nullable: true })
  severity: number | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('text', { default: 'identified' })
  state: string;
}
