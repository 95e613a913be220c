import { Check, Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf } from '../../platform/database/columns.js';
import { CredentialRow } from '../../platform/database/credential-row.js';
import { linkWays } from './ways.rules.js';

/**
 * A way into one thing of a client: a long token in a link, a short code on paper. Only digests are stored. What kinds
 * of things there are, the rooms above say: so no foreign key leads to the subject. Its purpose is how it
 * comes to the client: one for each is live.
 */
@Entity('client_links')
@BelongsTo('clients', 'clientId')
@Index('client_links_token_digest_key', ['tokenDigest'], { unique: true })
@Index('client_links_code_digest_key', ['codeDigest'], { unique: true })
@Index(['organizationId', 'subjectId', 'id'])
@Index('client_links_live_key', ['organizationId', 'subjectKind', 'subjectId', 'purpose'], {
  unique: true,
  where: 'ended_at is null',
})
@Check(`subject_kind ~ '^[a-z][a-z-]{0,39}$'`)
@OneOf('purpose', linkWays)
@Classified({ T0: ['subjectKind', 'clientId', 'tokenDigest', 'codeDigest', 'openedCount'] })
export class ClientLinkEntity extends CredentialRow {
  @Column('text')
  subjectKind: string;

  @Column('uuid')
  clientId: string;

  @Column('text')
  tokenDigest: string;

  @Column('text')
  codeDigest: string;

  @Column('int', { default: 0 })
  openedCount: number;
}
