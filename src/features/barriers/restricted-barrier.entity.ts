import { Entity, PrimaryColumn } from 'typeorm';
import { Classified, SealedColumn } from '../../platform/database/classes.js';
import { BelongsTo } from '../../platform/database/columns.js';

/** What a restricted barrier is: sealed under the key of the client, opened only for who may see it, each look recorded. */
@Entity('restricted_barriers')
@BelongsTo('barriers', 'barrierId')
@Classified({ T0: ['organizationId', 'barrierId'] })
export class RestrictedBarrierEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  barrierId: string;

  @SealedColumn()
  sealed: string;
}
