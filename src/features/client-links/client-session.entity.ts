import { Check, Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf } from '../../platform/database/columns.js';
import { CredentialRow } from '../../platform/database/credential-row.js';
import { linkWays } from './ways.rules.js';

/** A client who opened one thing by link or code. Maker and purpose are those of the link. */
@Entity('client_sessions')
@BelongsTo('clients', 'clientId')
@BelongsTo('client_links', 'linkId')
@Index('client_sessions_secret_digest_key', ['secretDigest'], { unique: true })
@Index(['organizationId', 'linkId'])
@Check(`subject_kind ~ '^[a-z][a-z-]{0,39}$'`)
@OneOf('purpose', linkWays)
@Classified({ T0: ['subjectKind', 'clientId', 'linkId', 'secretDigest', 'idleMinutes'] })
export class ClientSessionEntity extends CredentialRow {
  @Column('text')
  subjectKind: string;

  @Column('uuid')
  clientId: string;

  @Column('uuid')
  linkId: string;

  @Column('text')
  secretDigest: string;

  /** After so many minutes without use it is over, because others use this phone too; null: when the link ends. */
  @Column('int', { nullable: true })
  idleMinutes: number | null;
}
