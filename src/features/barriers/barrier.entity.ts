import { Check, Column, Entity, Index } from 'typeorm';
import { BelongsTo, OneOf, VersionedRow } from '../../platform/database/columns.js';

/** The last wall: what must be sealed cannot be stored here, whatever the code above does. */
const restrictedKinds = "'criminal_record', 'disability_access', 'health', 'behavioral', 'safety'";

/** A concrete obstacle that coach and client work on. A restricted kind stands here as `restricted`; what it is lies sealed beside it. */
@Entity('barriers')
@BelongsTo('clients', 'clientId')
@Index(['organizationId', 'clientId', 'id'])
@OneOf('state', ['identified', 'addressing', 'referred', 'eased', 'removed', 'parked', 'recurred'])
@Check('severity between 1 and 5')
@Check(`kind not in (${restrictedKinds}) and (kind <> 'restricted' or note is null)`)
export class BarrierEntity extends VersionedRow {
  @Column('uuid')
  clientId: string;

  @Column('text')
  kind: string;

  @Column('int', { nullable: true })
  severity: number | null;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('text', { default: 'identified' })
  state: string;
}
