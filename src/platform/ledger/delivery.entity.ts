import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Classified } from '../database/classes.js';
import { OneOf } from '../database/columns.js';

/** Waits, is done, or was given up and waits for a person. */
export const deliveryStatuses = ['pending', 'done', 'parked'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One line on its way to one consumer. */
@Entity('deliveries')
@ForeignKey('ledger_lines', ['organizationId', 'lineId'] as const, ['organizationId', 'id'] as const)
@Index('deliveries_due_idx', ['consumer', 'organizationId', 'nextAt', 'lineId'], { where: "status = 'pending'" })
@Index('deliveries_done_idx', ['doneAt'], { where: "status = 'done'" })
@Index('deliveries_parked_idx', ['lineId'], { where: "status = 'parked'" })
@OneOf('status', deliveryStatuses)
@Classified({
  T0: ['organizationId', 'lineId', 'consumer', 'status', 'attempts', 'nextAt', 'doneAt', 'claimedBy'],
  T1: ['lastError'],
})
export class DeliveryEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  lineId: string;

  @PrimaryColumn('text')
  consumer: string;

  @Column('text', { default: 'pending' })
  status: DeliveryStatus;

  @Column('int', { default: 0 })
  attempts: number;

  /** When it is next to be looked at; while it is claimed, when the claim ends. */
  @Column('timestamptz', { default: () => 'now()' })
  nextAt: string;

  @Column('timestamptz', { nullable: true })
  doneAt: string | null;

  /** Who sends it just now: an id made for this one claim. */
  @Column('uuid', { nullable: true })
  claimedBy: string | null;

  @Column('text', { nullable: true })
  lastError: string | null;
}
