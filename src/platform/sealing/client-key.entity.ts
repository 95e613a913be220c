import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified } from '../database/classes.js';
import { BelongsTo } from '../database/columns.js';

/** The key that seals what is restricted about one client, wrapped by the key of the organization. Erasing it erases the data. */
@Entity('client_keys')
@BelongsTo('clients', 'clientId')
@Classified({ T0: ['organizationId', 'clientId'], T1: ['wrappedKey'] })
export class ClientKeyEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  clientId: string;

  @Column('text')
  wrappedKey: string;
}
