import { type Day } from '../../kernel/days.js';
import { type ApplicationEvent, type MoveKind } from './applications.events.js';
import { type LearnedBy, type Reason } from './stage-moves/reasons.rules.js';
import { atLeast, isOutcome, type Outcome, type Position, type Stage } from './stages.rules.js';

/** What the rules must know of an application; the repository stores the same fields back. */
export interface ApplicationState {
  /** The stage it stands at, or ended at: `stage` with an `outcome` is the ending stage. */
  stage: Stage;
  outcome: Outcome | null;
  /** The furthest stage that really happened. */
  furthestStage: Stage;
  /** Furthest stage before the last reopening: a correction afterwards cannot take it back. */
  reachedBeforeReopening: Stage | null;
  appliedOn: Day | null;
  /** No move may be dated before this day; null when no day is certain. */
  lastMovedOn: Day | null;
}

export interface Application extends ApplicationState {
  id: string;
  clientId: string;
}

export interface MoveRequest {
  to: Position;
  /** The day it happened; today when left out. Coaches record late. */
  occurredOn?: Day | undefined;
  /** The first is the main one. */
  reasons?: readonly Reason[] | undefined;
  learnedBy?: LearnedBy | undefined;
  note?: string | undefined;
  /** Whether a checklist follows an end; left out, it follows a fresh one. */
  issueDebrief?: boolean | undefined;
}

/** One row of the append-only history. */
export interface StageMove {
  kind: MoveKind;
  from: Position | null;
  to: Position;
  occurredOn: Day;
  reasons: readonly Reason[];
  learnedBy: LearnedBy | null;
  note: string | null;
  /** The coach's word on whether a checklist follows this end; left out, the rule of the checklists decides. */
  issueDebrief?: boolean;
}

export interface MoveOutcome {
  state: ApplicationState;
  history: StageMove;
  event: ApplicationEvent;
}

export const positionOf = (application: Pick<ApplicationState, 'stage' | 'outcome'>): Position =>
  application.outcome ?? application.stage;

/** The stage at which an ended application ended; null while it is open. */
export const endingStage = (application: Pick<ApplicationState, 'stage' | 'outcome'>): Stage | null =>
  application.outcome ? application.stage : null;

/** Back over a mistake: also out of `hired`, because a start that is taken back did not happen. */
export const takesBack = ({ kind, from }: Pick<StageMove, 'kind' | 'from'>): boolean =>
  kind === 'correction' || (kind === 'reopening' && from === 'hired');

/**
 * The stages that really happened, from the whole history, oldest first. A correction takes back the stages after the
 * one it goes to, but never what was reached before the last reopening: the same rule that keeps `furthestStage`.
 */
export function stagesReached(history: readonly Pick<StageMove, 'kind' | 'from' | 'to'>[]): Stage[] {
  let reached: Stage[] = [];
  let kept: Stage[] = [];
  for (const { kind, from, to } of history) {
    if (isOutcome(to)) continue;
    if (takesBack({ kind, from })) reached = reached.filter((stage) => kept.includes(stage) || atLeast(to, stage));
    else if (kind === 'reopening') kept = reached;
    if (!reached.includes(to)) reached = [...reached, to];
  }
  return reached;
}
