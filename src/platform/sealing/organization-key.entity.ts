import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified } from '../database/classes.js';
import { InOrganization } from '../database/columns.js';

/** The key of an organization, wrapped by the key of the installation. */
@Entity('organization_keys')
@InOrganization()
@Classified({ T0: ['organizationId'], T1: ['wrappedKey'] })
export class OrganizationKeyEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @Column('text')
  wrappedKey: string;
}
