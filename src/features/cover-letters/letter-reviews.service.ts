import { Injectable } from '@nestjs/common';
import type { StaffActor } from '../../access/actor.js';
import { AppError, notFound } from '../../kernel/errors.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { ApplicationsDoor } from '../applications/applications.door.js';
import { CoverLettersRepository } from './cover-letters.repository.js';
import { type ReviewComment, review, send, submit } from './cover-letters.rules.js';
import type { CoverLetterView, NewReviewBody } from './cover-letters.schemas.js';
import { LetterDesk, letterOf } from './letter-desk.service.js';
import type { LetterState } from './letter-state.rules.js';
import { LetterVersionsRepository } from './versions/letter-versions.repository.js';

/** From the writer's hand over a second person's to the employer. */
@Injectable()
export class LetterReviewsService {
  constructor(
    private readonly database: Database,
    private readonly repository: CoverLettersRepository,
    private readonly versions: LetterVersionsRepository,
    private readonly desk: LetterDesk,
    private readonly applications: ApplicationsDoor,
  ) {}

  submit(actor: StaffActor, id: string): Promise<CoverLetterView> {
    return this.database.write(actor, async (tx) => {
      const row = await this.desk.take(tx, actor, 'cover-letter.write', id);
      await this.desk.put(tx, row, submit(letterOf(row)));
      return this.desk.answer(tx, id);
    });
  }

  /**
   * A second person's word on the version in review. Of two at once the second finds the letter reviewed: 422.
   * Throws 409 `cover-letter.newer-version` when the reviewer says to have read another one.
   */
  review(actor: StaffActor, id: string, body: NewReviewBody): Promise<CoverLetterView> {
    return this.database.write(actor, async (tx) => {
      const row = await this.desk.take(tx, actor, 'cover-letter.review', id);
      const number = row.latestNumber;
      if (body.versionNumber !== undefined && body.versionNumber !== number) {
        throw new AppError('conflict', 'cover-letter.newer-version', { read: body.versionNumber, newest: number });
      }
      const { decision } = body;
      const comments = commentsOf(body.comments);
      // A letter without a text is not in review, and the rules say so before they look at the author.
      const found = await this.versions.find(tx, id, number);
      // Its text is gone with the client's key: there is nothing left to read, and no author to tell apart.
      if (!found && row.status === 'in_review') throw notFound();
      const version = { authorId: found?.author.id ?? '', body: found?.body ?? '' };
      const outcome = review(letterOf(row), version, { decision, comments, reviewerId: actor.userId });
      await this.repository.insertReview(tx, {
        coverLetterId: id,
        clientId: row.clientId,
        versionNumber: number,
        reviewerId: actor.userId,
        decision,
        comments,
      });
      await this.desk.put(tx, row, outcome);
      return this.desk.answer(tx, id);
    });
  }

  /** Ties the approved version to its application, which says so too. From then on nothing about the letter changes. */
  send(actor: StaffActor, id: string, applicationId: string | undefined): Promise<CoverLetterView> {
    return this.database.write(actor, async (tx) => {
      const row = await this.desk.take(tx, actor, 'cover-letter.send', id);
      if (applicationId !== undefined) await this.desk.requireApplication(tx, actor, row.clientId, applicationId);
      const outcome = send({ ...letterOf(row), applicationId: applicationId ?? row.applicationInSight });
      await this.noteOnApplication(tx, actor, id, outcome.state);
      await this.desk.put(tx, row, outcome);
      return this.desk.answer(tx, id);
    });
  }

  private async noteOnApplication(tx: WriteTx, actor: StaffActor, id: string, state: LetterState): Promise<void> {
    const { applicationId, sentVersion: number } = state;
    if (applicationId === null || number === null) throw new Error('a letter was sent without application or version');
    const application = await this.applications.lock(tx, actor, 'cover-letter.send', applicationId);
    this.applications.goesOutWith(tx, application, { id, number });
  }
}

/** A remark in one piece is about the whole letter. */
function commentsOf(given: NewReviewBody['comments']): ReviewComment[] {
  if (given === undefined || given === '') return [];
  return typeof given === 'string' ? [{ text: given }] : given;
}
