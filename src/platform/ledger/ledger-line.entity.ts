import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { type ActorKind, actorKinds } from '../../access/actor.js';
import { Classified } from '../database/classes.js';
import { InOrganization, OneOf } from '../database/columns.js';

/** One line per change or look: who, when, what happened to which row. Ids and facts only, never free text about people. */
@Entity('ledger_lines')
@InOrganization()
@OneOf('actor_kind', actorKinds)
@Index(['organizationId', 'clientId', 'id'])
@Index(['organizationId', 'actorId', 'id'])
@Index(['organizationId', 'occurredAt', 'id'])
@Index('ledger_lines_changes_by_name_idx', ['organizationId', 'name', 'occurredAt', 'id'], {
  where: "right(name, 4) <> 'seen'",
})
@Index('ledger_lines_client_ids_idx', ['clientIds'], { type: 'gin', where: 'client_ids is not null' })
@Classified({
  T0: [
    'organizationId',
    'id',
    'occurredAt',
    'actorKind',
    'actorId',
    'name',
    'version',
    'subjectId',
    'clientId',
    'clientIds',
    'requestId',
  ],
  T1: ['payload'],
})
export class LedgerLineEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid', { default: () => 'uuidv7()' })
  id: string;

  @Column('timestamptz', { default: () => 'now()' })
  occurredAt: string;

  @Column('text')
  actorKind: ActorKind;

  @Column('uuid', { nullable: true })
  actorId: string | null;

  @Column('text')
  name: string;

  @Column('int', { default: 1 })
  version: number;

  @Column('uuid')
  subjectId: string;

  @Column('uuid', { nullable: true })
  clientId: string | null;

  /** Of a list that was seen: every client in the slice. Asked through `ledger_lines_listing`, which can use its index. */
  @Column('uuid', { array: true, nullable: true })
  clientIds: string[] | null;

  @Column('jsonb')
  payload: unknown;

  @Column('text')
  requestId: string;
}
