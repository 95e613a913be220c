import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** Something learned, in the words of the client. */
@Entity('lessons')
@BelongsTo('debriefs', 'debriefId')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
export class LessonEntity extends TenantRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  debriefId: string;

  @Column('text')
  kind: string;

  @Column('text')
  text: string;
}
