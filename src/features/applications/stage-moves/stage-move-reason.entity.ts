import { Check, Column, Entity, Index } from 'typeorm';
import { RESTRICTED } from '../../../kernel/tiers.js';
import { Classified } from '../../../platform/database/classes.js';
import { BelongsTo, OneOf, TenantRow } from '../../../platform/database/columns.js';
import { mostReasons, openCodes, openSources } from './reasons.rules.js';

/** Why an application ended, as it was told: append-only like its move. The first position is the main reason. A restricted
 * one stands here as `restricted`; what it is lies sealed beside its move, and so do the employer's words. */
@Entity('stage_move_reasons')
@BelongsTo('stage_moves', 'stageMoveId')
@Index('stage_move_reasons_key', ['organizationId', 'stageMoveId', 'position'], { unique: true })
@OneOf('code', [...openCodes, RESTRICTED])
@OneOf('source', [...openSources, RESTRICTED])
@Check(`(code = '${RESTRICTED}') = (source = '${RESTRICTED}')`)
@Check(`position between 1 and ${mostReasons}`)
@Classified({ T0: ['stageMoveId', 'position'], T1: ['code', 'source'] })
export class StageMoveReasonEntity extends TenantRow {
  @Column('uuid')
  stageMoveId: string;

  @Column('int')
  position: number;

  @Column('text')
  code: string;

  @Column('text')
  source: string;
}
