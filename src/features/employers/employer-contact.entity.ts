import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, RestorableRow } from '../../platform/database/columns.js';

/** A person at an employer. */
@Entity('employer_contacts')
@BelongsTo('employers', 'employerId')
@Index(['organizationId', 'employerId', 'id'])
@Classified({ T0: ['employerId'], T1: ['name', 'role', 'email', 'phone', 'phoneE164'] })
export class EmployerContactEntity extends RestorableRow {
  @Column('uuid')
  employerId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  role: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  /** The same for programs, E.164. */
  @Column('text', { name: 'phone_e164', nullable: true })
  phoneE164: string | null;
}
