import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** A client who opened one debrief by link or code. */
@Entity('client_sessions')
@BelongsTo('debriefs', 'debriefId')
@BelongsTo('debrief_links', 'linkId')
@Index('client_sessions_secret_digest_key', ['secretDigest'], { unique: true })
@Index(['organizationId', 'linkId'])
export class ClientSessionEntity extends TenantRow {
  @Column('uuid')
  debriefId: string;

  @Column('uuid')
  clientId: string;

  @Column('uuid')
  linkId: string;

  @Column('text')
  secretDigest: string;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;
}
