import { Column, Entity } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';
import { OneOf, TenantRow } from '../../../platform/database/columns.js';
import { stages, standings } from '../stages.rules.js';

/** By how much a count has changed: written by the trigger of `applications` in the same transaction, then folded. */
@Entity('application_count_deltas')
@OneOf('furthest_stage', stages)
@OneOf('standing', standings)
@Classified({ T0: ['appliedOn', 'furthestStage', 'standing', 'change'] })
export class ApplicationCountDeltaEntity extends TenantRow {
  @Column('date')
  appliedOn: string;

  @Column('text')
  furthestStage: string;

  @Column('text')
  standing: string;

  @Column('int')
  change: number;
}
