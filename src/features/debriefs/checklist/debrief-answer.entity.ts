import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified, SealedColumn } from '../../../platform/database/classes.js';
import { BelongsTo, OneOf } from '../../../platform/database/columns.js';
import { writers } from './answer-rows.rules.js';

/** What was answered to one item, sealed, and whether the client or the coach typed it. */
@Entity('debrief_answers')
@BelongsTo('debriefs', 'debriefId')
@OneOf('entered_by', writers)
@Classified({ T0: ['organizationId', 'debriefId', 'itemCode', 'isPrivate', 'enteredBy', 'updatedAt', 'addressDigest'] })
export class DebriefAnswerEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  debriefId: string;

  @PrimaryColumn('text')
  itemCode: string;

  @SealedColumn()
  sealed: string;

  @Column('boolean', { default: false })
  isPrivate: boolean;

  @Column('text')
  enteredBy: string;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt: string;

  /** Of a private answer: the address of the client under which it was written. Under any other it is shown to nobody. */
  @Column('text', { nullable: true })
  addressDigest: string | null;
}
