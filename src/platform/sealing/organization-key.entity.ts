import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InOrganization } from '../database/columns.js';

/** The key of an organization, wrapped by the key of the installation. */
@Entity('organization_keys')
@InOrganization()
export class OrganizationKeyEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @Column('text')
  wrappedKey: string;
}
