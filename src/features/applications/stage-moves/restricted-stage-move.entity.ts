import { Entity, PrimaryColumn } from 'typeorm';
import { Classified, SealedColumn } from '../../../platform/database/classes.js';
import { BelongsTo } from '../../../platform/database/columns.js';

/** What a move has to hide: restricted reasons, the employer's words, the note. Sealed under the key of the client. */
@Entity('restricted_stage_moves')
@BelongsTo('stage_moves', 'stageMoveId')
@Classified({ T0: ['organizationId', 'stageMoveId'] })
export class RestrictedStageMoveEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  stageMoveId: string;

  @SealedColumn()
  sealed: string;
}
