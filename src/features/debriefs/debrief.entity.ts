import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';
import { writers } from './checklist/answer-rows.rules.js';
import { debriefStates, variants } from './debriefs.rules.js';

/** The checklist that follows one rejection. `stageMoveId` is unique: one rejection, one debrief. `facts` are what the record proved on that day. */
@Entity('debriefs')
@BelongsTo('clients', 'clientId')
@BelongsTo('applications', 'applicationId')
@BelongsTo('stage_moves', 'stageMoveId')
@Index('debriefs_stage_move_key', ['organizationId', 'stageMoveId'], { unique: true })
@Index(['organizationId', 'clientId', 'id'])
@Index(['organizationId', 'issuedAt', 'id'])
@OneOf('status', debriefStates)
@OneOf('variant', variants)
@OneOf('submitted_by', writers)
export class DebriefEntity extends VersionedRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  applicationId: string;

  @Column('uuid')
  stageMoveId: string;

  @Column('text')
  variant: string;

  @Column('text', { default: 'issued' })
  status: string;

  @Column('text')
  locale: string;

  @Column('jsonb')
  facts: unknown;

  @Column('date')
  decidedOn: string;

  @Column('timestamptz', { default: () => 'now()' })
  issuedAt: string;

  @Column('timestamptz', { nullable: true })
  openedAt: string | null;

  @Column('timestamptz', { nullable: true })
  submittedAt: string | null;

  @Column('timestamptz', { nullable: true })
  reviewedAt: string | null;

  @Column('timestamptz', { nullable: true })
  skippedAt: string | null;

  @Column('timestamptz')
  lapsesAt: string;

  @Column('text', { nullable: true })
  submittedBy: string | null;

  @Column('text', { nullable: true })
  reply: string | null;

  @Column('text', { nullable: true })
  strengthNoted: string | null;
}
