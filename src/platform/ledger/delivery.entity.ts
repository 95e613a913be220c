import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OneOf } from '../database/columns.js';

/** One line on its way to one consumer. */
@Entity('deliveries')
@ForeignKey('ledger_lines', ['organizationId', 'lineId'] as const, ['organizationId', 'id'] as const)
@Index('deliveries_due_idx', ['nextAt'], { where: "state = 'pending'" })
@OneOf('state', ['pending', 'done', 'parked'])
export class DeliveryEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  lineId: string;

  @PrimaryColumn('text')
  consumer: string;

  @Column('text', { default: 'pending' })
  state: string;

  @Column('int', { default: 0 })
  attempts: number;

  @Column('timestamptz', { default: () => 'now()' })
  nextAt: string;

  @Column('timestamptz', { nullable: true })
  doneAt: string | null;

  @Column('text', { nullable: true })
  lastError: string | null;
}
