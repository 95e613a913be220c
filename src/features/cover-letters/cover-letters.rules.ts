import { refused } from '../../kernel/errors.js';
import { paragraphsOf } from './checks/words.rules.js';
import { type LetterStatus, type ReviewDecision } from './cover-letters.events.js';
import {
  type Letter,
  type LetterOutcome,
  type LetterState,
  notAllowed,
  outcome,
  requireEditable,
  requireMove,
  stateOf,
} from './letter-state.rules.js';

export function create(ids: Pick<Letter, 'id' | 'clientId'>, applicationId: string | null): LetterOutcome {
  const state: LetterState = { status: 'draft', latestVersion: 0, sentVersion: null, applicationId };
  return outcome('cover-letter.created', ids, state);
}

/** The next version: its number is `state.latestVersion`. */
export function addVersion(letter: Letter): LetterOutcome {
  requireEditable(letter);
  // Somebody who was asked for changes still owes them: that state stays until the letter is submitted again.
  const status: LetterStatus = letter.status === 'changes_requested' ? 'changes_requested' : 'draft';
  return outcome('cover-letter.version-written', letter, {
    ...stateOf(letter),
    status,
    latestVersion: letter.latestVersion + 1,
  });
}

/** Hands the newest version to a reviewer. Refuses `cover-letter.no-version` and `cover-letter.move-not-allowed`. */
export function submit(letter: Letter): LetterOutcome {
  requireEditable(letter);
  if (letter.latestVersion === 0) throw refused('cover-letter.no-version');
  requireMove(letter, 'in_review');
  return outcome('cover-letter.submitted', letter, { ...stateOf(letter), status: 'in_review' });
}

export interface ReviewComment {
  /** From 1, counted as `paragraphsOf` counts; about the whole letter when left out. */
  paragraph?: number | undefined;
  text: string;
}

export interface Review {
  decision: ReviewDecision;
  comments: readonly ReviewComment[];
  reviewerId: string;
}

/**
 * A second person's word on the submitted version. Refuses `cover-letter.not-in-review`,
 * `cover-letter.reviewer-is-author`, `cover-letter.comment-required` (changes without a word on what to change) and
 * `cover-letter.no-such-paragraph`.
 */
export function review(
  letter: Letter,
  version: { authorId: string; body: string },
  { decision, comments, reviewerId }: Review,
): LetterOutcome {
  requireEditable(letter);
  if (letter.status !== 'in_review') throw refused('cover-letter.not-in-review', { status: letter.status });
  if (reviewerId === version.authorId) throw refused('cover-letter.reviewer-is-author');
  if (decision === 'changes_requested' && !comments.some(({ text }) => text.trim())) {
    throw refused('cover-letter.comment-required');
  }
  const count = paragraphsOf(version.body).length;
  for (const { paragraph } of comments) {
    if (paragraph !== undefined && !(paragraph >= 1 && paragraph <= count)) {
      throw refused('cover-letter.no-such-paragraph', { paragraph, count });
    }
  }
  return outcome('cover-letter.reviewed', letter, { ...stateOf(letter), status: decision }, decision);
}

/**
 * Ties the approved version to the application it goes with, and freezes it.
 * Refuses `cover-letter.frozen`, `cover-letter.not-approved` and `cover-letter.application-required`.
 */
export function send(letter: Letter): LetterOutcome {
  requireEditable(letter);
  if (letter.status !== 'approved') throw refused('cover-letter.not-approved', { status: letter.status });
  if (letter.applicationId === null) throw refused('cover-letter.application-required');
  return outcome('cover-letter.sent', letter, {
    ...stateOf(letter),
    status: 'sent',
    sentVersion: letter.latestVersion,
  });
}

/** Puts a letter away. Nothing is lost: `restore` brings it back. */
export function archive(letter: Letter): LetterOutcome {
  requireMove(letter, 'archived');
  return outcome('cover-letter.archived', letter, { ...stateOf(letter), status: 'archived' });
}

/** Back from the archive: a sent letter as sent, any other as a draft. */
export function restore(letter: Letter): LetterOutcome {
  const status: LetterStatus = letter.sentVersion === null ? 'draft' : 'sent';
  if (letter.status !== 'archived') throw notAllowed(letter, status);
  return outcome('cover-letter.restored', letter, { ...stateOf(letter), status });
}
