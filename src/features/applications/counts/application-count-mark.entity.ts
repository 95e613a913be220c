import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The applications of clients who were deleted up to then are out of the counts for good. */
@Entity('application_count_marks')
export class ApplicationCountMarkEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @Column('timestamptz')
  clientsOutUntil: string;
}
