import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BelongsTo } from '../../platform/database/columns.js';

/** What a restricted barrier is: sealed under the key of the client, opened only for who may see it, each look recorded. */
@Entity('restricted_barriers')
@BelongsTo('barriers', 'barrierId')
export class RestrictedBarrierEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  barrierId: string;

  @Column('text')
  sealed: string;
}
