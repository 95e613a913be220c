import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';
import { OneOf } from '../../../platform/database/columns.js';
import { stages, standings } from '../stages.rules.js';

/**
 * How many applications of a day of applying got as far as a stage and stand or ended there: what reports read instead of
 * every application. What changed since the last folding is in `application_count_deltas`.
 */
@Entity('application_counts')
@OneOf('furthest_stage', stages)
@OneOf('standing', standings)
@Classified({ T0: ['organizationId', 'appliedOn', 'furthestStage', 'standing', 'count'] })
export class ApplicationCountEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('date')
  appliedOn: string;

  @PrimaryColumn('text')
  furthestStage: string;

  /** `open`, or the outcome. */
  @PrimaryColumn('text')
  standing: string;

  @Column('int')
  count: number;
}
