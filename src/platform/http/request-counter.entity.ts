import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Classified } from '../database/classes.js';

/** How much of a limit is used up, shared by all replicas. Not a tenant table: addresses have no organization. */
@Entity('request_counters')
@Index('request_counters_window_ends_at_idx', ['windowEndsAt'])
@Classified({ T0: ['windowEndsAt', 'used'], T1: ['bucket'] })
export class RequestCounterEntity {
  @PrimaryColumn('text')
  bucket: string;

  @Column('timestamptz')
  windowEndsAt: string;

  @Column('int')
  used: number;
}
