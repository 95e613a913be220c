import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { admitted, sight } from '../../access/access.js';
import type { Actor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { notFound } from '../../kernel/errors.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Ref } from '../../platform/http/fields.js';
import { Id } from '../../platform/http/shapes.js';
import { FollowUpsDoor } from '../follow-ups/follow-ups.door.js';
import { stagesReached } from './application-state.rules.js';
import { ApplicationsRepository, type LoadedApplication } from './applications.repository.js';
import { StageMovesRepository } from './stage-moves/stage-moves.repository.js';
import type { Stage } from './stages.rules.js';

export type { LoadedApplication };

/** A letter and which version of it. */
export interface SentLetter {
  readonly id: string;
  readonly number: number;
}

/** The job it belongs to. */
export const ApplicationRef = z
  .object({
    id: Id.describe('The id of the application.'),
    jobTitle: z.string().describe('The job, as the posting calls it.'),
    employer: Ref.describe('The employer.'),
  })
  .describe('The application it belongs to.');

/** What other rooms may ask about applications. */
@Injectable()
export class ApplicationsDoor {
  constructor(
    private readonly repository: ApplicationsRepository,
    private readonly moves: StageMovesRepository,
    followUps: FollowUpsDoor,
  ) {
    followUps.about('application', async (tx, actor, id) => {
      const found = await repository.load(tx, sight(actor, 'application.read'), id);
      return found?.clientId ?? null;
    });
  }

  /**
   * The application, if the actor sees it and may do this to it. Throws 404 out of sight, 403 in sight but not allowed.
   */
  async get(tx: Tx, actor: Actor, action: Action, id: string): Promise<LoadedApplication> {
    return admitted(actor, action, await this.repository.load(tx, sight(actor, 'application.read'), id));
  }

  /** The same, and it stays as it is until this transaction ends. */
  async lock(tx: WriteTx, actor: Actor, action: Action, id: string): Promise<LoadedApplication> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'application.read'), id));
  }

  /** The same for the worker, which acts for the organization and stands on nobody's caseload. */
  async getAsSystem(tx: Tx, id: string): Promise<LoadedApplication> {
    const application = await this.repository.load(tx, 'organization', id);
    if (!application) throw notFound();
    return application;
  }

  /** Writes down which letter went out with a locked application. The room of letters records the act. */
  goesOutWith(tx: WriteTx, { id, version }: LoadedApplication, letter: SentLetter): void {
    this.repository.change(tx, id, version, { sentLetterId: letter.id, sentLetterNumber: letter.number });
  }

  /** The stages that really happened, in the order of their first time: what a correction took back is not in it. */
  async stagesReached(tx: Tx, id: string): Promise<Stage[]> {
    return stagesReached(await this.moves.way(tx, id));
  }
}
