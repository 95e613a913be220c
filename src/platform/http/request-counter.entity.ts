import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How much of a limit is used up, shared by all replicas. Not a tenant table: addresses have no organization. */
@Entity('request_counters')
@Index('request_counters_window_ends_at_idx', ['windowEndsAt'])
export class RequestCounterEntity {
  @PrimaryColumn('text')
  bucket: string;

  @Column('timestamptz')
  windowEndsAt: string;

  @Column('int')
  used: number;
}
