import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';
import { BelongsTo, TenantRow } from '../../../platform/database/columns.js';

/** A print of the checklist. Its code, if it has one, follows from its id; the link behind it says who made it. */
@Entity('debrief_papers')
@BelongsTo('debriefs', 'debriefId')
@Index(['organizationId', 'debriefId'])
@Classified({ T0: ['debriefId', 'locale'] })
export class DebriefPaperEntity extends TenantRow {
  @Column('uuid')
  debriefId: string;

  @Column('text')
  locale: string;
}
