import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InOrganization } from '../database/columns.js';

/** One line per change or look: who, when, what happened to which row. Ids and facts only, never free text about people. */
@Entity('ledger_lines')
@InOrganization()
@Index(['organizationId', 'clientId', 'id'])
@Index(['organizationId', 'actorId', 'id'])
@Index(['organizationId', 'occurredAt', 'id'])
@Index('ledger_lines_changes_by_name_idx', ['organizationId', 'name', 'occurredAt', 'id'], {
  where: "right(name, 4) <> 'seen'",
})
export class LedgerLineEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  @PrimaryColumn('uuid', { default: () => 'uuidv7()' })
  id: string;

  @Column('timestamptz', { default: () => 'now()' })
  occurredAt: string;

  @Column('text')
  actorKind: string;

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

  @Column('jsonb')
  payload: unknown;

  @Column('text')
  requestId: string;
}
