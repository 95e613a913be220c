import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';
import { interviewKinds, interviewOutcomes } from './interviews.rules.js';

/** One meeting with an employer; an application may have many, one at a time. One that is off frees its round and its hour. */
@Entity('interviews')
@BelongsTo('applications', 'applicationId')
@Index(['organizationId', 'applicationId', 'round', 'id'])
@Index('interviews_round_key', ['organizationId', 'applicationId', 'round'], {
  unique: true,
  where: "deleted_at is null and (outcome is null or outcome not in ('cancelled', 'rescheduled'))",
})
@Index('interviews_start_key', ['organizationId', 'applicationId', 'startsAt'], {
  unique: true,
  where: "deleted_at is null and (outcome is null or outcome not in ('cancelled', 'rescheduled'))",
})
@OneOf('kind', interviewKinds)
@OneOf('outcome', interviewOutcomes)
@Classified({
  T0: [
    'applicationId',
    'round',
    'kind',
    'startsAt',
    'timeZone',
    'place',
    'promisedDecisionOn',
    'cancelledByMove',
    'deletedAt',
  ],
  T1: ['outcome', 'outcomeNote'],
})
export class InterviewEntity extends VersionedRow {
  @Column('uuid')
  applicationId: string;

  @Column('int')
  round: number;

  @Column('text')
  kind: string;

  @Column('timestamptz')
  startsAt: string;

  @Column('text')
  timeZone: string;

  @Column('text', { nullable: true })
  place: string | null;

  @Column('date', { nullable: true })
  promisedDecisionOn: string | null;

  @Column('text', { nullable: true })
  outcome: string | null;

  @Column('text', { nullable: true })
  outcomeNote: string | null;

  /** The move that ended the application and took this meeting with it; taken back, it is on again. */
  @Column('uuid', { nullable: true })
  cancelledByMove: string | null;

  @Column('timestamptz', { nullable: true })
  deletedAt: string | null;
}
