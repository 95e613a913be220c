import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified } from '../database/classes.js';
import { InOrganization } from '../database/columns.js';

/** The key of an organization, wrapped by the root of sealing. */
@Entity('organization_keys')
@InOrganization()
@Classified({ T0: ['organizationId', 'rootVersion'], T1: ['wrappedKey'] })
export class OrganizationKeyEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @Column('text')
  wrappedKey: string;

  /** Which version of the root wraps it. */
  @Column('int')
  rootVersion: number;
}
