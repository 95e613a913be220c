import { Check, Column, Entity, Index } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';
import { BelongsTo, OneOf, TenantRow } from '../../../platform/database/columns.js';
import { mostReasons, reasonCodes, reasonSources } from './reasons.rules.js';

/** Why an application ended, as it was told: append-only like its move. The first position is the main reason. */
@Entity('stage_move_reasons')
@BelongsTo('stage_moves', 'stageMoveId')
@Index('stage_move_reasons_key', ['organizationId', 'stageMoveId', 'position'], { unique: true })
@OneOf('code', reasonCodes)
@OneOf('source', reasonSources)
@Check(`position between 1 and ${mostReasons}`)
@Classified({ T0: ['stageMoveId', 'position'], T2: ['code', 'quote', 'source'] })
export class StageMoveReasonEntity extends TenantRow {
  @Column('uuid')
  stageMoveId: string;

  @Column('int')
  position: number;

  @Column('text')
  code: string;

  @Column('text')
  source: string;

  /** The employer's own words. */
  @Column('text', { nullable: true })
  quote: string | null;
}
