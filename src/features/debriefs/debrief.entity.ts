import { Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';
import { writers } from './checklist/answer-rows.rules.js';
import { debriefStatuses, skipReasons, variants, withdrawals } from './debriefs.rules.js';

/** The checklist that follows one rejection. `stageMoveId` is unique: one rejection, one debrief. `facts` are what the record proved on that day. */
@Entity('debriefs')
@BelongsTo('clients', 'clientId')
@BelongsTo('applications', 'applicationId')
@BelongsTo('stage_moves', 'stageMoveId')
@Index('debriefs_stage_move_key', ['organizationId', 'stageMoveId'], { unique: true })
@Index(['organizationId', 'clientId', 'id'])
@Index('debriefs_issued_idx', [
  'organizationId', 'issuedAt', 'id', 'status', 'decisionRecordedAt', 'submittedAt', 'reviewedAt', 'clientId', 'applicationId',
]) // biome-ignore format: the sort of the list, then what the report of a period counts
@Index(['organizationId', 'status', 'issuedAt', 'id'])
@Index('debriefs_by_change_idx', ['organizationId', 'updatedAt', 'id'])
@Index(['organizationId', 'applicationId'])
@Index('debriefs_lapsing_idx', ['lapsesAt', 'organizationId'], {
  where: "status in ('issued', 'opened', 'in_progress')",
})
@OneOf('status', debriefStatuses)
@OneOf('variant', variants)
@OneOf('submitted_by', writers)
@OneOf('skip_reason', [...skipReasons, ...withdrawals])
@Classified({
  T0: [
    'clientId',
    'applicationId',
    'stageMoveId',
    'status',
    'locale',
    'decidedOn',
    'decisionRecordedAt',
    'issuedAt',
    'openedAt',
    'submittedAt',
    'reviewedAt',
    'skippedAt',
    'mailedAt',
    'lapsesAt',
    'submittedBy',
  ],
  T1: ['variant', 'facts', 'skipReason'],
})
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

  /** When the "no" was written down: the day it fell on has no hour. Kept here so that a report reads its period only. */
  @Column('timestamptz')
  decisionRecordedAt: string;

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

  @Column('text', { nullable: true })
  skipReason: string | null;

  /** When its link first went to the client by mail; null while it did not. */
  @Column('timestamptz', { nullable: true })
  mailedAt: string | null;

  @Column('timestamptz')
  lapsesAt: string;

  @Column('text', { nullable: true })
  submittedBy: string | null;

  /** The coach's answer to the client, and the strength they name. */
  @SealedColumn({ nullable: true })
  sealedReply: string | null;
}
