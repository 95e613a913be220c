import { Check, Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, TenantRow } from '../../platform/database/columns.js';
import { linkWays } from './ways.rules.js';

/** A client who opened one thing by link or code. Maker and purpose are those of the link. */
@Entity('client_sessions')
@BelongsTo('clients', 'clientId')
@BelongsTo('client_links', 'linkId')
@Index('client_sessions_secret_digest_key', ['secretDigest'], { unique: true })
@Index(['organizationId', 'linkId'])
@OneOf('purpose', linkWays)
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
  purpose: string;

  @Column('uuid', { nullable: true })
  madeBy: string | null;

  @Column('text')
  secretDigest: string;

  /** After so many minutes without use it is over, because others use this phone too; null: when the link ends. */
  @Column('int', { nullable: true })
  idleMinutes: number | null;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;
}
