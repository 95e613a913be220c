import { Column, Entity, Index } from 'typeorm';
import { type StaffRole, staffRoles } from '../../../access/roles.js';
import { InOrganization, OneOf, TenantRow } from '../../../platform/database/columns.js';

/** Asks a person to join the staff. Only the digest of its token is stored. */
@Entity('invitations')
@InOrganization()
@Index('invitations_token_digest_key', ['tokenDigest'], { unique: true })
@OneOf('role', staffRoles)
export class InvitationEntity extends TenantRow {
  @Column('text')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  role: StaffRole;

  @Column('text')
  tokenDigest: string;

  @Column('uuid', { nullable: true })
  invitedBy: string | null;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  acceptedAt: string | null;

  @Column('timestamptz', { nullable: true })
  revokedAt: string | null;
}
