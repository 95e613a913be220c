import { Check, Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** A client who opened one thing by link or code. */
@Entity('client_sessions')
@BelongsTo('clients', 'clientId')
@BelongsTo('client_links', 'linkId')
@Index('client_sessions_secret_digest_key', ['secretDigest'], { unique: true })
@Index(['organizationId', 'linkId'])
@Check(`subject_kind ~ '^[a-z][a-z-]{0,39}$'`)
export class ClientSessionEntity extends TenantRow {
  @Column('text')
  subjectKind: string;

  @Column('uuid')
  subjectId: string;

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
