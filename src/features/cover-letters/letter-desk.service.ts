import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { refused } from '../../kernel/errors.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { ApplicationsDoor } from '../applications/applications.door.js';
import type { LetterEvent } from './cover-letters.events.js';
import { CoverLettersRepository, type LetterRow, type LetterShown } from './cover-letters.repository.js';
import type { CoverLetterView } from './cover-letters.schemas.js';
import { type Letter, type LetterOutcome, nextOf } from './letter-state.rules.js';

/** Where a letter lies while somebody works on it: taken under its row lock, put back with its ledger line. */
@Injectable()
export class LetterDesk {
  constructor(
    private readonly repository: CoverLettersRepository,
    private readonly applications: ApplicationsDoor,
    private readonly ledger: Ledger,
  ) {}

  /** The locked letter. Throws 404 out of sight, 403 in sight but not allowed, 412 for another version. */
  async take(
    tx: WriteTx,
    actor: StaffActor,
    action: Action,
    id: string,
    version: number | null = null,
  ): Promise<LetterRow> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'cover-letter.read'), id), version);
  }

  /** Throws 404 for an application out of sight, 422 `cover-letter.application-of-another-client`. */
  async requireApplication(tx: WriteTx, actor: StaffActor, clientId: string, applicationId: string): Promise<void> {
    const application = await this.applications.get(tx, actor, 'cover-letter.write', applicationId);
    if (application.clientId !== clientId) throw refused('cover-letter.application-of-another-client');
  }

  /** Writes what the rules decided, and its ledger line. */
  async put(tx: WriteTx, row: Pick<LetterRow, 'id' | 'version'>, { state, event }: LetterOutcome): Promise<void> {
    this.repository.change(tx, row.id, row.version, {
      status: state.status,
      latestNumber: state.latestVersion,
      applicationId: state.applicationId,
      sentNumber: state.sentVersion,
      ...(event.name === 'cover-letter.sent' && { sentAt: tx.now.toISOString() }),
    });
    await this.record(tx, event);
  }

  async record(tx: WriteTx, { name, payload: { letterId, clientId, ...payload } }: LetterEvent): Promise<void> {
    await this.ledger.record(tx, { name, subjectId: letterId, clientId, payload });
  }

  /** The letter as it stands after the change: the last question of a transaction. */
  async answer(tx: WriteTx, id: string): Promise<CoverLetterView> {
    return letterView(await this.repository.last(tx, id));
  }
}

/** A letter with what may come next. */
export const letterView = (letter: LetterShown): CoverLetterView => ({
  ...letter,
  moves: nextOf({
    status: letter.status,
    latestVersion: letter.latestNumber,
    sentVersion: letter.sentNumber,
    applicationId: letter.application?.id ?? null,
  }),
});

/** The row as the rules read it. */
export const letterOf = (row: LetterRow): Letter => ({
  id: row.id,
  clientId: row.clientId,
  status: row.status,
  latestVersion: row.latestNumber,
  sentVersion: row.sentNumber,
  applicationId: row.applicationId,
});
