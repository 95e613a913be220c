import { type Day } from '../../kernel/days.js';
import { defineEvents, listLook, look, type PayloadsOf, payload } from '../../kernel/events.js';
import { type LearnedBy, type ShownCode, type ShownSource } from './stage-moves/reasons.rules.js';
import { type MoveKind, type Outcome, type Position, type Stage } from './stages.rules.js';

export type { LearnedBy, MoveKind, Outcome, Position, Stage };

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
  /** The main one first; never a restricted one, never a quote. */
  reasonCodes: readonly ShownCode[];
  /** Who says so, of each of them. */
  reasonSources: readonly ShownSource[];
  learnedBy: LearnedBy | null;
}

/** The payload of the line of a move. */
export type ApplicationEventPayload = MoveFacts & {
  /** The row of the history: unique for each move, so that what follows from it can happen once. */
  stageMoveId: string;
};

/** Why it ended stands in the history, for who may read that; not in the trail. */
const OF_A_MOVE = {
  needs: 'application.read',
  shows: ['kind', 'from', 'to', 'occurredOn', 'stage', 'furthestStage', 'outcome', 'stageMoveId'],
} as const;

/** One line for one move. `rejected` and `hired` stand apart from the other endings: others wait for them by name. */
const moves = {
  'application.created': payload<ApplicationEventPayload>(OF_A_MOVE),
  'application.moved': payload<ApplicationEventPayload>(OF_A_MOVE), // advance or correction
  'application.rejected': payload<ApplicationEventPayload>(OF_A_MOVE),
  'application.hired': payload<ApplicationEventPayload>(OF_A_MOVE),
  'application.ended': payload<ApplicationEventPayload>(OF_A_MOVE), // every other outcome
  'application.reopened': payload<ApplicationEventPayload>(OF_A_MOVE),
};
export type ApplicationEventName = keyof typeof moves;

/** What this room records. */
export const applicationEvents = defineEvents({
  ...moves,
  'application.changed': payload<{ fields: readonly string[] }>({ needs: 'application.read', shows: ['fields'] }),
  'application.deleted': payload(),
  'application.restored': payload(),
  'application.seen': look(),
  'application.list-seen': listLook(),
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
