import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InOrganization } from './columns.js';

/** What a request with an Idempotency-Key returned, sealed under that key; kept 24 hours. */
@Entity('idempotency_keys')
@InOrganization()
@Index('idempotency_keys_created_at_idx', ['createdAt'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid')
  userId: string;

  @PrimaryColumn('text')
  keyDigest: string;

  @Column('text')
  fingerprint: string;

  @Column('text')
  answer: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: string;
}
