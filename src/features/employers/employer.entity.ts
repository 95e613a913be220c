import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { InOrganization, VersionedRow } from '../../platform/database/columns.js';

/** An employer, shared by all coaches of the organization. One row per name without case and accents. */
@Entity('employers')
@InOrganization()
@Index('employers_search_key_key', ['organizationId', 'searchKey'], { unique: true })
@Index('employers_external_id_key', ['organizationId', 'externalId'], {
  unique: true,
  where: 'external_id is not null',
})
@Index('employers_by_change_idx', ['organizationId', 'updatedAt', 'id'])
@Classified({ T0: ['externalId', 'name', 'searchKey', 'website'], T1: ['note'] })
export class EmployerEntity extends VersionedRow {
  /** Its id in another system. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @Column('text')
  name: string;

  @Column('text')
  searchKey: string;

  @Column('text', { nullable: true })
  website: string | null;

  @Column('text', { nullable: true })
  note: string | null;
}
