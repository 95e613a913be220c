import { Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../platform/database/classes.js';
import { BelongsTo, RestorableRow } from '../../platform/database/columns.js';

/** A person the client met and may stay in touch with, sealed. Where they were named stands above this room: an id, no foreign key. */
@Entity('network_contacts')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
@Classified({ T0: ['clientId', 'debriefId'] })
export class NetworkContactEntity extends RestorableRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  debriefId: string;

  /** Name, role, way to reach them and day, as the client told. */
  @SealedColumn()
  sealed: string;
}
