import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, TenantRow } from '../../../platform/database/columns.js';
import { moveKinds, positions } from '../stages.rules.js';
import { learnedByWays, reasonCodes, reasonSources } from './reasons.rules.js';

/** The history of an application: append-only. `movedOn` is the day it happened, `createdAt` when it was written down. */
@Entity('stage_moves')
@BelongsTo('applications', 'applicationId')
@Index(['organizationId', 'applicationId', 'id'])
@OneOf('kind', moveKinds)
@OneOf('from_state', positions)
@OneOf('to_state', positions)
@OneOf('reason_code', reasonCodes)
@OneOf('reason_source', reasonSources)
@OneOf('learned_by', learnedByWays)
export class StageMoveEntity extends TenantRow {
  @Column('uuid')
  applicationId: string;

  @Column('text')
  kind: string;

  /** Null for the first row. */
  @Column('text', { nullable: true })
  fromState: string | null;

  @Column('text')
  toState: string;

  @Column('date')
  movedOn: string;

  @Column('text', { nullable: true })
  reasonCode: string | null;

  @Column('text', { nullable: true })
  reasonSource: string | null;

  @Column('text', { nullable: true })
  reasonQuote: string | null;

  @Column('text', { nullable: true })
  learnedBy: string | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid')
  movedBy: string;
}
