import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** Something learned, in the words of the client. Where it was written stands above this room: an id, no foreign key. */
@Entity('lessons')
@BelongsTo('applications', 'applicationId')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
export class LessonEntity extends TenantRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  debriefId: string;

  @Column('uuid')
  applicationId: string;

  @Column('text')
  kind: string;

  @Column('text')
  text: string;
}
