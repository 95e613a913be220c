import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';
import { BelongsTo, OneOf, TenantRow } from '../../../platform/database/columns.js';
import { moveKinds, positions } from '../stages.rules.js';
import { learnedByWays } from './reasons.rules.js';

/** The history of an application: append-only. `occurredOn` is the day it happened, `createdAt` when it was written down. */
@Entity('stage_moves')
@BelongsTo('applications', 'applicationId')
@Index(['organizationId', 'applicationId', 'id'])
@OneOf('kind', moveKinds)
@OneOf('from_position', positions)
@OneOf('to_position', positions)
@OneOf('learned_by', learnedByWays)
@Classified({
  T0: ['applicationId', 'kind', 'fromPosition', 'toPosition', 'occurredOn', 'issueDebrief', 'movedBy'],
  T1: ['learnedBy'],
  T2: ['note'],
})
export class StageMoveEntity extends TenantRow {
  @Column('uuid')
  applicationId: string;

  @Column('text')
  kind: string;

  /** Null for the first row. */
  @Column('text', { nullable: true })
  fromPosition: string | null;

  @Column('text')
  toPosition: string;

  @Column('date')
  occurredOn: string;

  @Column('text', { nullable: true })
  learnedBy: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  /** The word on whether a checklist follows this end; null when nothing was said. */
  @Column('boolean', { nullable: true })
  issueDebrief: boolean | null;

  @Column('uuid')
  movedBy: string;
}
