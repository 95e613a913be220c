import { Column, Entity, Index } from 'typeorm';
import { type StaffRole, staffRoles } from '../../../access/roles.js';
import { Classified } from '../../../platform/database/classes.js';
import { InOrganization, OneOf } from '../../../platform/database/columns.js';
import { CredentialRow } from '../../../platform/database/credential-row.js';

export const invitationPurposes = ['joining'] as const;

/** Asks a person to join the staff. Its subject is the account that it will become. Only the digest of its token is stored. */
@Entity('invitations')
@InOrganization()
@Index('invitations_token_digest_key', ['tokenDigest'], { unique: true })
@OneOf('role', staffRoles)
@OneOf('purpose', invitationPurposes)
@Classified({ T0: ['role', 'tokenDigest', 'confirmedAt', 'confirmedBy'], T1: ['email', 'name'] })
export class InvitationEntity extends CredentialRow {
  @Column('text')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  role: StaffRole;

  @Column('text')
  tokenDigest: string;

  /** Null while a second person has still to say yes. */
  @Column('timestamptz', { nullable: true })
  confirmedAt: string | null;

  /** Of the staff; null when nobody had to be asked, or the operator vouched. */
  @Column('uuid', { nullable: true })
  confirmedBy: string | null;
}
