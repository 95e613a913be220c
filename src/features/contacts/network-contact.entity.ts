import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, RestorableRow } from '../../platform/database/columns.js';

/** A person the client met and may stay in touch with. Where they were named stands above this room: an id, no foreign key. */
@Entity('network_contacts')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
@Classified({ T0: ['clientId', 'debriefId', 'metOn'], T1: ['name', 'role', 'reachBy'] })
export class NetworkContactEntity extends RestorableRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  debriefId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  role: string | null;

  @Column('text', { nullable: true })
  reachBy: string | null;

  @Column('date', { nullable: true })
  metOn: string | null;
}
