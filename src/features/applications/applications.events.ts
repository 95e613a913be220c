import { type Day } from '../../kernel/days.js';
import { type LearnedBy, type ReasonCode, type ReasonSource } from './reasons.rules.js';
import { type Outcome, type Position, type Stage } from './stages.rules.js';

export type { LearnedBy, Outcome, Position, ReasonCode, ReasonSource, Stage };

/** What a move does: on the way, back over a mistake, to an ending, or out of one. */
export type MoveKind = 'advance' | 'correction' | 'ending' | 'reopening';

/** Names of the ledger lines. `rejected` stands apart from the other endings because others wait for it by name. */
export type ApplicationEventName =
  | 'application.created'
  | 'application.moved' // advance or correction
  | 'application.rejected'
  | 'application.ended' // every other outcome
  | 'application.reopened';

/** Ids, codes and days only: never a note, a quote or a name. */
export interface ApplicationEventPayload {
  applicationId: string;
  clientId: string;
  kind: MoveKind;
  /** Null for a new application. */
  from: Position | null;
  to: Position;
  on: Day;
  stage: Stage;
  furthestStage: Stage;
  outcome: Outcome | null;
  reasonCode: ReasonCode | null;
  reasonSource: ReasonSource | null;
  learnedBy: LearnedBy | null;
}

export interface ApplicationEvent {
  name: ApplicationEventName;
  payload: ApplicationEventPayload;
}
