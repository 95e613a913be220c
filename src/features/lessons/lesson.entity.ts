import { Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, TenantRow } from '../../platform/database/columns.js';
import { type LessonKind, lessonKinds } from './lessons.rules.js';

/** Something learned, in the words of the client, sealed. Where it was written stands above this room: an id, no foreign key. */
@Entity('lessons')
@OneOf('kind', lessonKinds)
@BelongsTo('applications', 'applicationId')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
@Classified({ T0: ['clientId', 'debriefId', 'applicationId'], T1: ['kind'] })
export class LessonEntity extends TenantRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  debriefId: string;

  @Column('uuid')
  applicationId: string;

  @Column('text')
  kind: LessonKind;

  /** Its text. */
  @SealedColumn()
  sealed: string;
}
