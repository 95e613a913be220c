import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';
import { BelongsTo, OneOf } from '../../../platform/database/columns.js';
import { CredentialRow } from '../../../platform/database/credential-row.js';

export const refreshPurposes = ['renewal'] as const;

/** One step in the rotation of a session, its subject. Used once; used again later, it ends the session. */
@Entity('refresh_tokens')
@BelongsTo('sessions', 'subjectId')
@Index('refresh_tokens_token_digest_key', ['tokenDigest'], { unique: true })
@Index(['organizationId', 'subjectId'])
@OneOf('purpose', refreshPurposes)
@Classified({ T0: ['tokenDigest'] })
export class RefreshTokenEntity extends CredentialRow {
  @Column('text')
  tokenDigest: string;
}
