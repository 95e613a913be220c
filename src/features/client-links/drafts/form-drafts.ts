import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../../access/actor.js';
import { isId, newId } from '../../../kernel/ids.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { Sealing } from '../../../platform/sealing/sealing.js';
import { type DraftOwner, FormDraftsRepository } from './form-drafts.repository.js';

/** Long enough to come back after a weekend; what nobody comes back to is gone. */
const KEPT_DAYS = 7;

/** The field by which a page names the draft that it shows. */
export const DRAFT = 'draft';

type Form = Readonly<Record<string, unknown>>;

/** What was sent and could not be kept, and its name. */
export interface FormDraft {
  id: string;
  form: Form;
}

/**
 * What a form sent and its page could not keep, so that the page is fetched anew and shows it again: nothing is sent twice
 * by "reload", and nothing is missing after "back". It belongs to its visit. When the client leaves with it in a visit of
 * their own, the next one by the same link goes on with it; of an assisted visit nothing goes on anywhere.
 */
@Injectable()
export class FormDrafts {
  constructor(
    private readonly repository: FormDraftsRepository,
    private readonly sealing: Sealing,
  ) {}

  /** Keeps this in the place of what the visit kept before. */
  async keep(tx: WriteTx, actor: ClientActor, form: Form, { isLeft = false } = {}): Promise<void> {
    await this.drop(tx, actor, form);
    const owner = ownerOf(actor);
    const id = newId();
    const sealed = await this.sealing.seal(tx, owner.clientId, contextOf(id), JSON.stringify(form));
    const keptUntil = new Date(tx.now.getTime() + KEPT_DAYS * 86_400_000).toISOString();
    await this.repository.replace(tx, {
      ...owner,
      id,
      sealed,
      isLeft: isLeft && actor.visit.kind === 'own',
      keptUntil,
    });
  }

  async find(tx: Tx, actor: ClientActor): Promise<FormDraft | null> {
    const owner = ownerOf(actor);
    const row = await this.repository.find(tx, owner);
    if (!row) return null;
    const [text = '{}'] = await this.sealing.open(tx, owner.clientId, [
      { context: contextOf(row.id), sealed: row.sealed },
    ]);
    return { id: row.id, form: JSON.parse(text) as Form };
  }

  /** The draft that this form shows was put right, or is not needed any more. */
  async drop(tx: WriteTx, actor: ClientActor, form: Form): Promise<void> {
    const shown = form[DRAFT];
    if (typeof shown === 'string' && isId(shown)) await this.repository.drop(tx, ownerOf(actor), shown);
  }
}

const contextOf = (id: string) => ['form draft', id];

const ownerOf = ({ clientId, sessionId, visit }: ClientActor): DraftOwner => ({
  clientId,
  sessionId,
  linkId: visit.linkId,
});
