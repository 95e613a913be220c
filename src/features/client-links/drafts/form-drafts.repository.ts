import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import { sweepOf } from '../../../platform/database/sweeps.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';
import { FormDraftEntity } from './form-draft.entity.js';

/** Its own before one that was left; what was left is only for who comes by the same link. */
const FIND = statement(
  'client-links.find-draft',
  `select id, sealed from form_drafts
    where organization_id = $1 and client_id = $2 and kept_until > now()
      and (session_id = $3 or (is_left and link_id = $4))
    order by (session_id = $3) desc, id desc limit 1`,
);

/** A visit has one: what it sent last. */
const REPLACE = statement(
  'client-links.replace-draft',
  'delete from form_drafts where organization_id = $1 and client_id = $2 and session_id = $3',
);

const DROP = statement(
  'client-links.drop-draft',
  `delete from form_drafts
    where organization_id = $1 and client_id = $2
      and (session_id = $3 or (is_left and link_id = $4)) and id = $5`,
);

const SWEEP = sweepOf('client-links.sweep-drafts', 'form_drafts', 'kept_until < now()');

/** Whose draft: of this visit, or left by one that came by the same link. */
export interface DraftOwner {
  clientId: string;
  sessionId: string;
  linkId: string;
}

export interface DraftRow extends Record<string, unknown> {
  id: string;
  sealed: string;
}

/** Forms that could not be kept as they were sent. One for each visit. */
@Injectable()
export class FormDraftsRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP);
  }

  find(tx: Tx, { clientId, sessionId, linkId }: DraftOwner): Promise<DraftRow | null> {
    return tx.row<DraftRow>(FIND, [tx.organizationId, clientId, sessionId, linkId]);
  }

  /** In the place of what this visit kept before. */
  async replace(tx: WriteTx, draft: DraftOwner & DraftRow & { isLeft: boolean; keptUntil: string }): Promise<void> {
    await tx.run(REPLACE, [tx.organizationId, draft.clientId, draft.sessionId]);
    await tx.insert(FormDraftEntity, draft);
  }

  /** One of this visit, or one that was left by one that came by the same link. */
  async drop(tx: WriteTx, { clientId, sessionId, linkId }: DraftOwner, id: string): Promise<void> {
    await tx.run(DROP, [tx.organizationId, clientId, sessionId, linkId, id]);
  }
}
