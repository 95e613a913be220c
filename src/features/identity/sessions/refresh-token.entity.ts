import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../../platform/database/columns.js';

/** One step in the rotation of a session. Used once; used again later, it ends the session. */
@Entity('refresh_tokens')
@BelongsTo('sessions', 'sessionId')
@Index('refresh_tokens_token_digest_key', ['tokenDigest'], { unique: true })
@Index(['organizationId', 'sessionId'])
export class RefreshTokenEntity extends TenantRow {
  @Column('uuid')
  sessionId: string;

  @Column('text')
  tokenDigest: string;

  @Column('timestamptz', { nullable: true })
  usedAt: string | null;
}
