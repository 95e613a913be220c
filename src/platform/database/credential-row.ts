import { Check, Column } from 'typeorm';
import { type Ending, endings } from '../../access/credentials.js';
import { Classified } from './classes.js';
import { OneOf, TenantRow } from './columns.js';

/**
 * What every table of ways in has: who made it and what for, whom or what it leads to, until when it is good, and when
 * and why it was closed before that. Of the secret itself such a table holds a digest.
 */
@OneOf('ended_cause', endings)
@Check('(ended_at is null) = (ended_cause is null)')
@Classified({ T0: ['madeBy', 'purpose', 'subjectId', 'expiresAt', 'endedAt', 'endedCause'] })
export abstract class CredentialRow extends TenantRow {
  /** Of the staff; null when the worker or the operator made it. */
  @Column('uuid', { nullable: true })
  madeBy: string | null;

  @Column('text')
  purpose: string;

  @Column('uuid')
  subjectId: string;

  @Column('timestamptz')
  expiresAt: string;

  @Column('timestamptz', { nullable: true })
  endedAt: string | null;

  @Column('text', { nullable: true })
  endedCause: Ending | null;
}
