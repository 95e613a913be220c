import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, VersionedRow } from '../../platform/database/columns.js';

/** One client asking one employer for one job. `furthestStage` is what the record proves it reached. */
@Entity('applications')
@BelongsTo('clients', 'clientId')
@BelongsTo('employers', 'employerId')
@Index(['organizationId', 'clientId', 'id'])
@Index(['organizationId', 'employerId'])
@Index('applications_cohort_idx', ['organizationId', 'appliedOn', 'furthestStage', 'outcome'])
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

  @Column('date')
  lastMovedOn: string;
}
