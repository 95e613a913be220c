import { Column, Entity, Index } from 'typeorm';
import { type StaffRole, staffRoles } from '../../access/roles.js';
import { Classified } from '../../platform/database/classes.js';
import { InOrganization, OneOf, VersionedRow } from '../../platform/database/columns.js';

/** A member of staff. The e-mail address is stored in lower case and is unique in the installation, because sign-in asks for it alone. */
@Entity('users')
@InOrganization()
@Index('users_email_key', ['email'], { unique: true })
@OneOf('role', staffRoles)
@OneOf('proposed_role', staffRoles)
@Classified({
  T0: ['role', 'proposedRole', 'proposedBy', 'locale', 'suspendedAt'],
  T1: ['email', 'name', 'phone', 'phoneE164', 'replyEmail', 'passwordHash'],
})
export class UserEntity extends VersionedRow {
  @Column('text')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  role: StaffRole;

  /** Asked for by one person, and not said yes to by a second one yet. */
  @Column('text', { nullable: true })
  proposedRole: StaffRole | null;

  @Column('uuid', { nullable: true })
  proposedBy: string | null;

  @Column('text', { default: 'en' })
  locale: string;

  /** Where clients can call, and where their answers to our mails go; the coach's own choice. */
  @Column('text', { nullable: true })
  phone: string | null;

  /** The same for programs, E.164. */
  @Column('text', { name: 'phone_e164', nullable: true })
  phoneE164: string | null;

  @Column('text', { nullable: true })
  replyEmail: string | null;

  @Column('text')
  passwordHash: string;

  @Column('timestamptz', { nullable: true })
  suspendedAt: string | null;
}
