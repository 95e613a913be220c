import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Classified } from './classes.js';
import { InOrganization } from './columns.js';

/** That a request with an Idempotency-Key was answered, how, and where its effect can be read; kept 24 hours. */
@Entity('idempotency_keys')
@InOrganization()
@Index('idempotency_keys_created_at_idx', ['createdAt'])
@Classified({ T0: ['organizationId', 'userId', 'keyDigest', 'fingerprint', 'status', 'location', 'createdAt'] })
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  userId: string;

  @PrimaryColumn('text')
  keyDigest: string;

  @Column('text')
  fingerprint: string;

  @Column('int')
  status: number;

  /** A path. Null when there is nothing to read, or nothing that may be read twice. */
  @Column('text', { nullable: true })
  location: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: string;
}
