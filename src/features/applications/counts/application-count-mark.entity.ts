import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Classified } from '../../../platform/database/classes.js';

/** The applications of clients who were deleted up to then are out of the counts for good. */
@Entity('application_count_marks')
@Classified({ T0: ['organizationId', 'clientsOutUntil'] })
export class ApplicationCountMarkEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @Column('timestamptz')
  clientsOutUntil: string;
}
