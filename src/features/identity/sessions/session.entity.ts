import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../../platform/database/columns.js';

/** One sign-in on one device, until it ends. */
@Entity('sessions')
@BelongsTo('users', 'userId')
@Index(['organizationId', 'userId'])
export class SessionEntity extends TenantRow {
  @Column('uuid')
  userId: string;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;
}
