import { type Day } from '../../kernel/days.js';
import { refused } from '../../kernel/errors.js';
import { canMove } from '../../kernel/state-machine.js';
import { type ApplicationEvent, type ApplicationEventName, type MoveKind } from './applications.events.js';
import { checkLearnedBy, checkReason, type LearnedBy, type Reason } from './reasons.rules.js';
import {
  applicationMachine,
  atLeast,
  isOutcome,
  later,
  type Outcome,
  type Position,
  type Stage,
} from './stages.rules.js';

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
  on?: Day | undefined;
  reason?: Reason | undefined;
  learnedBy?: LearnedBy | undefined;
  note?: string | undefined;
}

/** One row of the append-only history. */
export interface StageMove {
  kind: MoveKind;
  from: Position | null;
  to: Position;
  on: Day;
  reason: Reason | null;
  learnedBy: LearnedBy | null;
  note: string | null;
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

/**
 * The first row of an application: `applied` when the day is known, else `saved`.
 * Refuses a day after `today` with `application.day-in-future`.
 */
export function begin(ids: { id: string; clientId: string }, appliedOn: Day | null, today: Day): MoveOutcome {
  const on = appliedOn ?? today;
  if (on > today) throw refused('application.day-in-future', { on, today });
  const stage: Stage = appliedOn ? 'applied' : 'saved';
  const state: ApplicationState = {
    stage,
    outcome: null,
    furthestStage: stage,
    reachedBeforeReopening: null,
    appliedOn,
    // Saving is no step with the employer: what follows may be dated before the day it was typed in.
    lastMovedOn: appliedOn,
  };
  const history: StageMove = { kind: 'advance', from: null, to: stage, on, reason: null, learnedBy: null, note: null };
  return { state, history, event: eventOf(ids, 'application.created', state, history) };
}

/**
 * Moves an application, or refuses.
 *
 * - Forward may skip stages. Back is a correction: the stages after `to` were recorded by mistake, so `furthestStage`
 *   falls to `to` (or to what a time before a reopening had reached). An employer who asks for another interview after
 *   a later step is a new interview, not a move back.
 * - An outcome ends it where it stands. Any outcome can be reopened (a late reply, a posting that opens again, a wrong
 *   click); that takes nothing back from `furthestStage`.
 * - A step back, correction or reopening, says why (`note`), and may be dated from `appliedOn` on: the move that it
 *   takes back no longer sets the earliest day.
 *
 * Refusals: `application.move-not-allowed`, `already-ended`, `not-sent-yet`, `note-required`, `day-in-future`,
 * `day-before-last-move`, and those of `checkReason` and `checkLearnedBy`. `today` is the organization's day.
 */
export function move(application: Application, request: MoveRequest, { today }: { today: Day }): MoveOutcome {
  const kind = kindOf(application, request.to);
  const note = request.note?.trim() || null;
  if (!note && (kind === 'correction' || kind === 'reopening')) throw refused('application.note-required', { kind });
  const on = checkDay(application, request, kind, today);
  const reason = checkReason(request.to, request.reason);
  const learnedBy = checkLearnedBy(request.to, request.learnedBy);
  const state = stateAfter(application, request, kind, on);
  const history: StageMove = { kind, from: positionOf(application), to: request.to, on, reason, learnedBy, note };
  return { state, history, event: eventOf(application, eventName(kind, request.to), state, history) };
}

/**
 * A new day of applying, for a slip of the pen. Refuses `application.not-sent-yet`, `application.day-in-future`, and a
 * day after a later move (`application.applied-after-last-move`).
 */
export function correctAppliedOn(
  application: ApplicationState,
  appliedOn: Day,
  { today }: { today: Day },
): Pick<ApplicationState, 'appliedOn' | 'lastMovedOn'> {
  const { stage, outcome, lastMovedOn } = application;
  if (!atLeast(stage, 'applied')) throw refused('application.not-sent-yet', { from: stage, to: 'applied' });
  if (appliedOn > today) throw refused('application.day-in-future', { on: appliedOn, today });
  if (stage === 'applied' && !outcome) return { appliedOn, lastMovedOn: appliedOn };
  if (lastMovedOn && appliedOn > lastMovedOn) {
    throw refused('application.applied-after-last-move', { on: appliedOn, latest: lastMovedOn });
  }
  return { appliedOn, lastMovedOn };
}

function kindOf(application: Application, to: Position): MoveKind {
  const from = positionOf(application);
  if (application.outcome && isOutcome(to))
    throw refused('application.already-ended', { outcome: application.outcome });
  if (!canMove(applicationMachine, from, to)) {
    const unsent = (to === 'rejected' || to === 'no_response') && !atLeast(application.stage, 'applied');
    throw unsent
      ? refused('application.not-sent-yet', { from, to })
      : refused('application.move-not-allowed', { from, to });
  }
  if (isOutcome(to)) return 'ending';
  if (application.outcome) return 'reopening';
  return atLeast(to, application.stage) ? 'advance' : 'correction';
}

function checkDay(application: Application, request: MoveRequest, kind: MoveKind, today: Day): Day {
  const on = request.on ?? today;
  if (on > today) throw refused('application.day-in-future', { on, today });
  const earliest = earliestDay(application, request.to, kind);
  if (earliest && on < earliest) throw refused('application.day-before-last-move', { on, earliest });
  return on;
}

function earliestDay(application: Application, to: Position, kind: MoveKind): Day | null {
  if (kind === 'reopening') return application.appliedOn;
  // A correction to `applied` or before corrects the day of applying itself.
  if (kind === 'correction') return isOutcome(to) || atLeast('applied', to) ? null : application.appliedOn;
  const { lastMovedOn, appliedOn } = application;
  return lastMovedOn && appliedOn && appliedOn > lastMovedOn ? appliedOn : (lastMovedOn ?? appliedOn);
}

function stateAfter(application: Application, request: MoveRequest, kind: MoveKind, on: Day): ApplicationState {
  const { to } = request;
  if (isOutcome(to)) return { ...pick(application), outcome: to, lastMovedOn: on };
  if (kind === 'reopening') {
    return {
      stage: to,
      outcome: null,
      furthestStage: later(application.furthestStage, to),
      reachedBeforeReopening: application.furthestStage,
      appliedOn: application.appliedOn ?? (atLeast(to, 'applied') ? on : null),
      lastMovedOn: on,
    };
  }
  const appliedOn = appliedOnAfter(application, to, request.on, on);
  const floor = application.reachedBeforeReopening ?? to;
  return {
    stage: to,
    outcome: null,
    furthestStage: later(to, kind === 'correction' ? floor : application.furthestStage),
    reachedBeforeReopening: application.reachedBeforeReopening,
    appliedOn,
    // After a correction without a day, the only day left that is certain is the day of applying.
    lastMovedOn: kind === 'correction' ? (request.on ?? appliedOn) : on,
  };
}

function appliedOnAfter(application: Application, to: Stage, given: Day | undefined, on: Day): Day | null {
  if (!atLeast(to, 'applied')) return null;
  if (to === 'applied' && given) return given;
  return application.appliedOn ?? on;
}

const pick = ({ stage, outcome, furthestStage, reachedBeforeReopening, appliedOn, lastMovedOn }: Application) => ({
  stage,
  outcome,
  furthestStage,
  reachedBeforeReopening,
  appliedOn,
  lastMovedOn,
});

function eventName(kind: MoveKind, to: Position): ApplicationEventName {
  if (kind === 'reopening') return 'application.reopened';
  if (kind === 'ending') return to === 'rejected' ? 'application.rejected' : 'application.ended';
  return 'application.moved';
}

const eventOf = (
  { id, clientId }: { id: string; clientId: string },
  name: ApplicationEventName,
  { stage, furthestStage, outcome }: ApplicationState,
  { kind, from, to, on, reason, learnedBy }: StageMove,
): ApplicationEvent => ({
  name,
  payload: {
    applicationId: id,
    clientId,
    kind,
    from,
    to,
    on,
    stage,
    furthestStage,
    outcome,
    reasonCode: reason?.code ?? null,
    reasonSource: reason?.source ?? null,
    learnedBy,
  },
});
