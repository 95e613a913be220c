import { Check, Column, Entity, Index } from 'typeorm';
import { RESTRICTED } from '../../kernel/tiers.js';
import { Classified } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, RestorableRow } from '../../platform/database/columns.js';
import { openKinds } from './barrier-kinds.rules.js';
import { barrierMachine, barrierStatuses } from './barriers.rules.js';

/**
 * A concrete obstacle that coach and client work on. A restricted kind stands here as `restricted`; what it is lies sealed
 * beside it. The checks are the last wall: what must be sealed cannot be stored here, whatever the code above does.
 */
@Entity('barriers')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
@OneOf('status', barrierStatuses)
@OneOf('kind', [...openKinds, RESTRICTED])
@Check('severity between 1 and 5')
@Check(`kind <> '${RESTRICTED}' or note is null`)
@Classified({ T0: ['clientId', 'status'], T1: ['kind', 'severity', 'note'] })
export class BarrierEntity extends RestorableRow {
  @Column('uuid')
  clientId: string;

  @Column('text')
  kind: string;

  @Column('int', { nullable: true })
  severity: number | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('text', { default: barrierMachine.initial })
  status: string;
}
