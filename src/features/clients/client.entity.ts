import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, InOrganization, RestorableRow } from '../../platform/database/columns.js';

/** A job seeker. `searchKey` is the name without case and accents; `coachId` the coach of the open assignment. */
@Entity('clients')
@InOrganization()
@BelongsTo('users', 'coachId')
@Index('clients_caseload_idx', ['organizationId', 'coachId', 'searchKey', 'id'], { where: 'deleted_at is null' })
@Index('clients_by_name_idx', ['organizationId', 'searchKey', 'id'], { where: 'deleted_at is null' })
@Index('clients_by_change_idx', ['organizationId', 'updatedAt', 'id'], { where: 'deleted_at is null' })
@Index('clients_deleted_idx', ['organizationId', 'deletedAt', 'id'], { where: 'deleted_at is not null' })
@Index('clients_external_id_key', ['organizationId', 'externalId'], {
  unique: true,
  where: 'external_id is not null and deleted_at is null',
})
@Classified({
  T0: ['externalId', 'timeZone', 'coachId'],
  T1: [
    'legalName',
    'preferredName',
    'searchKey',
    'email',
    'phone',
    'phoneE164',
    'spokenLanguage',
    'writtenLanguage',
    'interpreterNeeded',
  ],
})
export class ClientEntity extends RestorableRow {
  /** Its id in another system. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @Column('text')
  legalName: string;

  @Column('text', { nullable: true })
  preferredName: string | null;

  @Column('text')
  searchKey: string;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  /** The same for programs, E.164. */
  @Column('text', { name: 'phone_e164', nullable: true })
  phoneE164: string | null;

  @Column('text')
  spokenLanguage: string;

  @Column('text')
  writtenLanguage: string;

  @Column('boolean', { default: false })
  interpreterNeeded: boolean;

  @Column('text')
  timeZone: string;

  @Column('uuid')
  coachId: string;
}
