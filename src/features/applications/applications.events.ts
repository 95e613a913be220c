import { type Day } from '../../kernel/days.js';
import { type LearnedBy, type ReasonCode, type ReasonSource } from './stage-moves/reasons.rules.js';
import { type MoveKind, type Outcome, type Position, type Stage } from './stages.rules.js';

export type { LearnedBy, MoveKind, Outcome, Position, ReasonCode, ReasonSource, Stage };

/**
 * Names of the ledger lines of a move: one line for one move. `rejected` stands apart from the other endings because
 * others wait for it by name.
 */
export const moveEvents = [
  'application.created',
  'application.moved', // advance or correction
  'application.rejected',
  'application.ended', // every other outcome
  'application.reopened',
] as const;
export type ApplicationEventName = (typeof moveEvents)[number];

/** What this room records. */
export const applicationEvents = [
  ...moveEvents,
  'application.changed',
  'application.seen',
  'application.history-seen',
] as const;

/** What a move means to others. Ids, codes and days only: never a note, a quote or a name. */
export interface MoveFacts {
  applicationId: string;
  clientId: string;
  kind: MoveKind;
  /** Null for a new application. */
  from: Position | null;
  to: Position;
  movedOn: Day;
  stage: Stage;
  furthestStage: Stage;
  outcome: Outcome | null;
  reasonCode: ReasonCode | null;
  reasonSource: ReasonSource | null;
  learnedBy: LearnedBy | null;
}

/** The payload of every line in `moveEvents`. */
export type ApplicationEventPayload = MoveFacts & {
  /** The row of the history: unique for each move, so that what follows from it can happen once. */
  stageMoveId: string;
};

/** The line before its history row has an id. */
export interface ApplicationEvent {
  name: ApplicationEventName;
  facts: MoveFacts;
}
