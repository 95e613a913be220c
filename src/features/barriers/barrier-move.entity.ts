import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, TenantRow } from '../../platform/database/columns.js';
import { barrierStatuses, evidenceTypes } from './barriers.rules.js';

/** Who moved a barrier, when, on what evidence. */
@Entity('barrier_moves')
@BelongsTo('barriers', 'barrierId')
@Index(['organizationId', 'barrierId', 'id'])
@OneOf('from_status', barrierStatuses)
@OneOf('to_status', barrierStatuses)
@OneOf('evidence', evidenceTypes)
@Classified({ T0: ['barrierId', 'fromStatus', 'toStatus', 'evidence', 'occurredOn', 'movedBy'], T1: ['note'] })
export class BarrierMoveEntity extends TenantRow {
  @Column('uuid')
  barrierId: string;

  @Column('text')
  fromStatus: string;

  @Column('text')
  toStatus: string;

  @Column('text')
  evidence: string;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('date')
  occurredOn: string;

  @Column('uuid')
  movedBy: string;
}
