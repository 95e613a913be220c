import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';

/** An agency: the tenant. Its time zone decides every day question. */
@Entity('organizations')
@Classified({
  T0: ['id', 'name', 'timeZone', 'locale', 'phone', 'phoneE164', 'replyEmail', 'createdAt', 'updatedAt', 'version'],
})
export class OrganizationEntity {
  @PrimaryColumn('uuid', { default: () => 'uuidv7()' })
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  timeZone: string;

  @Column('text', { default: 'en' })
  locale: string;

  /** Where clients turn to when their coach gave neither. */
  @Column('text', { nullable: true })
  phone: string | null;

  /** The same for programs, E.164. */
  @Column('text', { name: 'phone_e164', nullable: true })
  phoneE164: string | null;

  @Column('text', { nullable: true })
  replyEmail: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: string;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt: string;

  @Column('int', { default: 1 })
  version: number;
}
