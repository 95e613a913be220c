import { Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';
import { followUpKinds, followUpOwners } from './follow-ups.rules.js';

/** A next step with a day. `kind` names it in every language; `title` is free text of the staff. */
@Entity('follow_ups')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'dueOn', 'id'])
@Index(['organizationId', 'dueOn', 'id'])
@Index('follow_ups_open_idx', ['organizationId', 'dueOn', 'id'], { where: 'completed_at is null' })
@OneOf('owner', followUpOwners)
@OneOf('kind', followUpKinds)
export class FollowUpEntity extends VersionedRow {
  @Column('uuid')
  clientId: string;

  @Column('text')
  owner: string;

  @Column('text')
  kind: string;

  @Column('text', { nullable: true })
  title: string | null;

  @Column('date')
  dueOn: string;

  @Column('uuid', { nullable: true })
  debriefId: string | null;

  @Column('uuid', { nullable: true })
  applicationId: string | null;

  @Column('timestamptz', { nullable: true })
  completedAt: string | null;

  @Column('uuid', { nullable: true })
  completedBy: string | null;
}
