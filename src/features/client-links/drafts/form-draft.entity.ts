import { Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../../platform/database/classes.js';
import { BelongsTo, TenantRow } from '../../../platform/database/columns.js';

/** What a visit sent and could not be kept, until it is put right: sealed for its client, and gone after some days. */
@Entity('form_drafts')
@BelongsTo('clients', 'clientId')
@Index('form_drafts_session_key', ['organizationId', 'sessionId'], { unique: true })
@Index(['organizationId', 'linkId'])
@Index(['keptUntil'])
@Classified({ T0: ['clientId', 'sessionId', 'linkId', 'isLeft', 'keptUntil'] })
export class FormDraftEntity extends TenantRow {
  @Column('uuid')
  clientId: string;

  /** The visit that sent it, and by which link that came in. */
  @Column('uuid')
  sessionId: string;

  @Column('uuid')
  linkId: string;

  /** The client left with it, in a visit of their own: the next one by the same link goes on with it. */
  @Column('boolean')
  isLeft: boolean;

  @SealedColumn()
  sealed: string;

  @Column('timestamptz')
  keptUntil: string;
}
