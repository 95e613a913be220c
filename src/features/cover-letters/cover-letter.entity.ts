import { Column, Entity, Index } from 'typeorm';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';
import { letterStatuses } from './letter-state.rules.js';

/** A letter with its versions. Once sent, the version that went out is frozen and tied to the application. */
@Entity('cover_letters')
@BelongsTo('clients', 'clientId')
@BelongsTo('applications', 'applicationId')
@Index(['organizationId', 'clientId', 'id'])
@Index(['organizationId', 'applicationId', 'id'])
@Index(['organizationId', 'status', 'id'])
@Index('cover_letters_by_change_idx', ['organizationId', 'updatedAt', 'id'])
@OneOf('status', letterStatuses)
@Classified({ T0: ['clientId', 'applicationId', 'status', 'latestNumber', 'sentNumber', 'sentAt'], T1: ['title'] })
export class CoverLetterEntity extends VersionedRow {
  @Column('uuid')
  clientId: string;

  @Column('uuid', { nullable: true })
  applicationId: string | null;

  @Column('text')
  title: string;

  @Column('text', { default: 'draft' })
  status: string;

  @Column('int', { default: 0 })
  latestNumber: number;

  @Column('int', { nullable: true })
  sentNumber: number | null;

  @Column('timestamptz', { nullable: true })
  sentAt: string | null;
}
