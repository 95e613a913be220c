import { type Day } from '../../kernel/days.js';
import { defineEvents, look, type PayloadsOf, payload } from '../../kernel/events.js';
import { type LearnedBy, type ReasonCode, type ReasonSource } from './stage-moves/reasons.rules.js';
import { type MoveKind, type Outcome, type Position, type Stage } from './stages.rules.js';

export type { LearnedBy, MoveKind, Outcome, Position, ReasonCode, ReasonSource, Stage };

/** What a move means to others. Ids, codes and days only: never a note, a quote or a name. */
export interface MoveFacts {
  applicationId: string;
  clientId: string;
  kind: MoveKind;
  /** Null for a new application. */
  from: Position | null;
  to: Position;
  /** The day it happened. */
  occurredOn: Day;
  stage: Stage;
  furthestStage: Stage;
  outcome: Outcome | null;
  /** The main one first; never a quote. */
  reasonCodes: readonly ReasonCode[];
  /** Who says so, of each of them. */
  reasonSources: readonly ReasonSource[];
  learnedBy: LearnedBy | null;
}

/** The payload of the line of a move. */
export type ApplicationEventPayload = MoveFacts & {
  /** The row of the history: unique for each move, so that what follows from it can happen once. */
  stageMoveId: string;
};

/** One line for one move. `rejected` and `hired` stand apart from the other endings: others wait for them by name. */
const moves = {
  'application.created': payload<ApplicationEventPayload>(),
  'application.moved': payload<ApplicationEventPayload>(), // advance or correction
  'application.rejected': payload<ApplicationEventPayload>(),
  'application.hired': payload<ApplicationEventPayload>(),
  'application.ended': payload<ApplicationEventPayload>(), // every other outcome
  'application.reopened': payload<ApplicationEventPayload>(),
};
export type ApplicationEventName = keyof typeof moves;

/** What this room records. */
export const applicationEvents = defineEvents({
  ...moves,
  'application.changed': payload<{ fields: readonly string[] }>(),
  'application.deleted': payload(),
  'application.restored': payload(),
  'application.seen': look(),
  'application.list-seen': look<{ clients: number }>(),
  'application.history-seen': look(),
});

/** The line before its history row has an id. */
export interface ApplicationEvent {
  name: ApplicationEventName;
  facts: MoveFacts;
}

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof applicationEvents> {}
}
