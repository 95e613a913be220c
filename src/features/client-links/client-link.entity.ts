import { Check, Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, TenantRow } from '../../platform/database/columns.js';
import { linkWays } from './ways.rules.js';

/**
 * A way into one thing of a client: a long token in a link, a short code on paper. Only digests are stored. What kinds
 * of things there are, the rooms above say: so no foreign key leads to the subject. For each purpose one is live.
 */
@Entity('client_links')
@BelongsTo('clients', 'clientId')
@Index('client_links_token_digest_key', ['tokenDigest'], { unique: true })
@Index('client_links_code_digest_key', ['codeDigest'], { unique: true })
@Index(['organizationId', 'subjectId', 'id'])
@Index('client_links_live_key', ['organizationId', 'subjectKind', 'subjectId', 'purpose'], {
  unique: true,
  where: 'revoked_at is null',
})
@OneOf('purpose', linkWays)
@Check(`subject_kind ~ '^[a-z][a-z-]{0,39}$'`)
export class ClientLinkEntity extends TenantRow {
  @Column('text')
  subjectKind: string;

  @Column('uuid')
  subjectId: string;

  @Column('uuid')
  clientId: string;

  /** How it comes to the client. */
  @Column('text')
  purpose: string;

  @Column('text')
  tokenDigest: string;

  @Column('text')
  codeDigest: string;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  revokedAt: string | null;

  @Column('int', { default: 0 })
  openedCount: number;

  /** Of the staff; null when the worker made it for a mail. */
  @Column('uuid', { nullable: true })
  madeBy: string | null;
}
