import { Check, Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';
import { outcomes, stages } from './stages.rules.js';

/**
 * One client asking one employer for one job. `furthestStage` is what the record proves it reached. Newest first is by
 * `id`; each filter of the list has an index that ends with it, the open ones apart from the ended. The index by client
 * holds stage and outcome too, so that the filters of a caseload do not fetch what they drop.
 */
@Entity('applications')
@BelongsTo('clients', 'clientId')
@BelongsTo('employers', 'employerId')
@Index('applications_of_client_idx', ['organizationId', 'clientId', 'id', 'stage', 'outcome'])
@Index(['organizationId', 'employerId', 'id'])
@Index(['organizationId', 'stage', 'id'])
@Index('applications_open_idx', ['organizationId', 'id'], { where: 'outcome is null' })
@Index('applications_ended_idx', ['organizationId', 'outcome', 'id'], { where: 'outcome is not null' })
@Index('applications_cohort_idx', ['organizationId', 'appliedOn', 'furthestStage', 'outcome', 'clientId'])
@Index('applications_deleted_idx', ['organizationId', 'id'], { where: 'deleted_at is not null' })
@Index('applications_by_change_idx', ['organizationId', 'updatedAt', 'id'])
@OneOf('stage', stages)
@OneOf('furthest_stage', stages)
@OneOf('ending_stage', stages)
@OneOf('reached_before_reopening', stages)
@OneOf('outcome', outcomes)
@Check('(sent_letter_id is null) = (sent_letter_number is null)')
@Check("(stage = 'started') = (outcome is not distinct from 'hired')")
@Index('applications_external_id_key', ['organizationId', 'externalId'], {
  unique: true,
  where: 'external_id is not null and deleted_at is null',
})
@Classified({
  T0: [
    'clientId',
    'employerId',
    'jobTitle',
    'postingUrl',
    'postingText',
    'source',
    'externalId',
    'appliedOn',
    'stage',
    'furthestStage',
    'endingStage',
    'endedOn',
    'reachedBeforeReopening',
    'lastMovedOn',
    'sentLetterId',
    'sentLetterNumber',
    'deletedAt',
  ],
  T1: ['outcome'],
})
export class ApplicationEntity extends VersionedRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  employerId: string;

  @Column('text')
  jobTitle: string;

  @Column('text', { nullable: true })
  postingUrl: string | null;

  @Column('text', { nullable: true })
  postingText: string | null;

  @Column('text', { nullable: true })
  source: string | null;

  /** Its name in another system. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @Column('date', { nullable: true })
  appliedOn: string | null;

  @Column('text')
  stage: string;

  @Column('text')
  furthestStage: string;

  @Column('text', { nullable: true })
  outcome: string | null;

  @Column('text', { nullable: true })
  endingStage: string | null;

  @Column('date', { nullable: true })
  endedOn: string | null;

  /** Furthest stage before the last reopening: a correction afterwards cannot take it back. */
  @Column('text', { nullable: true })
  reachedBeforeReopening: string | null;

  /** No move may be dated before this day; null when no day is certain. */
  @Column('date', { nullable: true })
  lastMovedOn: string | null;

  /** The letter that went out with it, as the room of letters said, and which version of it. */
  @Column('uuid', { nullable: true })
  sentLetterId: string | null;

  @Column('int', { nullable: true })
  sentLetterNumber: number | null;

  @Column('timestamptz', { nullable: true })
  deletedAt: string | null;
}
