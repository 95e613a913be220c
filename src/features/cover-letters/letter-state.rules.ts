import { type AppError, refused } from '../../kernel/errors.js';
import { canMove, type NextMove, nextMoves, type StateMachine } from '../../kernel/state-machine.js';
import {
  type LetterEvent,
  type LetterEventName,
  type LetterStatus,
  type ReviewDecision,
} from './cover-letters.events.js';

/**
 * draft → in_review → changes_requested ⇄ in_review → approved → sent. A new text while in review or after approval
 * goes back to draft, because a review stands for the version it read. `archived` puts a letter away; it comes back as
 * it was: a sent one as sent.
 */
export const letterMachine: StateMachine<LetterStatus> = {
  name: 'cover-letter',
  initial: 'draft',
  moves: {
    draft: ['in_review', 'archived'],
    in_review: ['changes_requested', 'approved', 'draft', 'archived'],
    changes_requested: ['in_review', 'archived'],
    approved: ['sent', 'draft', 'archived'],
    sent: ['archived'],
    archived: ['draft', 'sent'],
  },
};
export const letterStatuses = Object.keys(letterMachine.moves) as LetterStatus[];

/** What each move needs said. To `draft` leads a new text, or, from the archive, nothing. */
function needsOf({ status, applicationId }: Pick<LetterState, 'status' | 'applicationId'>, to: LetterStatus): string[] {
  if (to === 'draft') return status === 'archived' ? [] : ['body'];
  if (to === 'changes_requested') return ['decision', 'comments'];
  if (to === 'approved') return ['decision'];
  return to === 'sent' && status !== 'archived' && applicationId === null ? ['applicationId'] : [];
}

/** What may come next: the archive gives a letter back as it was, and nothing is handed in before it has a text. */
export const nextOf = (
  letter: Pick<LetterState, 'status' | 'latestVersion' | 'sentVersion' | 'applicationId'>,
): NextMove<LetterStatus>[] =>
  nextMoves(letterMachine, letter.status, (to) => needsOf(letter, to)).filter(({ to }) => {
    if (letter.status === 'archived') return (to === 'sent') === (letter.sentVersion !== null);
    return to !== 'in_review' || letter.latestVersion > 0;
  });

/** What a second person can say. */
export const reviewDecisions: readonly ReviewDecision[] = ['approved', 'changes_requested'];

export interface LetterState {
  status: LetterStatus;
  /** Number of the newest version; 0 before the first. What lies with a reviewer, or was approved, is this one. */
  latestVersion: number;
  /** Set once, with `applicationId`: what the employer has in hand. */
  sentVersion: number | null;
  applicationId: string | null;
}

export interface Letter extends LetterState {
  id: string;
  clientId: string;
}

export interface LetterOutcome {
  state: LetterState;
  event: LetterEvent;
}

/**
 * Title, application and text can change until the letter is sent or put away.
 * Refuses `cover-letter.frozen` and `cover-letter.archived`.
 */
export function requireEditable({ status, sentVersion }: Pick<Letter, 'status' | 'sentVersion'>): void {
  if (sentVersion !== null) throw refused('cover-letter.frozen', { version: sentVersion });
  if (status === 'archived') throw refused('cover-letter.archived');
}

export const notAllowed = (letter: Letter, to: LetterStatus): AppError =>
  refused('cover-letter.move-not-allowed', { from: letter.status, to });

/** Refuses `cover-letter.move-not-allowed`. */
export function requireMove(letter: Letter, to: LetterStatus): void {
  if (!canMove(letterMachine, letter.status, to)) throw notAllowed(letter, to);
}

export const stateOf = (letter: Letter): LetterState => ({
  status: letter.status,
  latestVersion: letter.latestVersion,
  sentVersion: letter.sentVersion,
  applicationId: letter.applicationId,
});

/** A state with its ledger line. */
export const outcome = (
  name: LetterEventName,
  { id, clientId }: Pick<Letter, 'id' | 'clientId'>,
  state: LetterState,
  decision: ReviewDecision | null = null,
): LetterOutcome => ({
  state,
  event: {
    name,
    payload: {
      letterId: id,
      clientId,
      applicationId: state.applicationId,
      status: state.status,
      version: state.sentVersion ?? state.latestVersion,
      decision,
    },
  },
});
