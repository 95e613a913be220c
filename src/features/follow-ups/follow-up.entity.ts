import { Check, Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, RestorableRow } from '../../platform/database/columns.js';
import { assignees, followUpKinds, thingsAbout } from './follow-ups.rules.js';

/** A next step with a day. `kind` names it in every language; its title, in the words of the staff or of the client, is sealed. */
@Entity('follow_ups')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'dueOn', 'id'])
@Index(['organizationId', 'dueOn', 'id'])
@Index('follow_ups_by_change_idx', ['organizationId', 'updatedAt', 'id'])
@Index('follow_ups_open_idx', ['organizationId', 'dueOn', 'id'], {
  where: 'completed_at is null and deleted_at is null',
})
@Index('follow_ups_cause_key', ['organizationId', 'causeId', 'kind'], { unique: true, where: 'cause_id is not null' })
@OneOf('assignee', assignees)
@OneOf('about_type', thingsAbout)
@Check('(about_type is null) = (about_id is null)')
@OneOf('kind', followUpKinds)
@Classified({
  T0: ['clientId', 'assignee', 'dueOn', 'aboutType', 'aboutId', 'causeId', 'completedAt', 'completedBy'],
  T1: ['kind'],
})
export class FollowUpEntity extends RestorableRow {
  @Column('uuid')
  clientId: string;

  @Column('text')
  assignee: string;

  @Column('text')
  kind: string;

  @SealedColumn({ nullable: true })
  sealedTitle: string | null;

  @Column('date')
  dueOn: string;

  @Column('text', { nullable: true })
  aboutType: string | null;

  @Column('uuid', { nullable: true })
  aboutId: string | null;

  /** What it follows from, of which one of a kind follows; null where nothing says that. */
  @Column('uuid', { nullable: true })
  causeId: string | null;

  @Column('timestamptz', { nullable: true })
  completedAt: string | null;

  @Column('uuid', { nullable: true })
  completedBy: string | null;
}
