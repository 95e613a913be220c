import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

/** A spell of one coach with one client. Closed when the client moves on, never reused. */
@Entity('assignments')
@BelongsTo('clients', 'clientId')
@BelongsTo('users', 'coachId')
@Index('assignments_open_key', ['organizationId', 'clientId'], { unique: true, where: 'ended_at is null' })
@Index(['organizationId', 'coachId'])
@Classified({ T0: ['clientId', 'coachId', 'startedAt', 'endedAt'] })
export class AssignmentEntity extends TenantRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid')
  coachId: string;

  @Column('timestamptz', { default: () => 'now()' })
  startedAt: string;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;
}
