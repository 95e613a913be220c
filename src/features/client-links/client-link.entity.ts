import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** A way into one debrief: a long token in a link, a short code on paper. Only digests are stored. */
@Entity('debrief_links')
@BelongsTo('debriefs', 'debriefId')
@Index('debrief_links_token_digest_key', ['tokenDigest'], { unique: true })
@Index('debrief_links_code_digest_key', ['codeDigest'], { unique: true })
@Index(['organizationId', 'debriefId', 'id'])
export class DebriefLinkEntity extends TenantRow {
  @Column('uuid')
  debriefId: string;

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

  @Column('uuid', { nullable: true })
  createdBy: string | null;
}
