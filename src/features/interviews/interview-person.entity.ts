import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** Who the client met. */
@Entity('interview_people')
@BelongsTo('interviews', 'interviewId')
@Index(['organizationId', 'interviewId', 'position', 'id'])
@Classified({ T0: ['interviewId', 'position'], T1: ['name', 'role', 'email', 'phone', 'phoneE164'] })
export class InterviewPersonEntity extends TenantRow {
  @Column('uuid')
  interviewId: string;

  /** Place in the list as it was given, from 1. */
  @Column('int')
  position: number;

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
