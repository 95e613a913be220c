import { type Day } from '../../kernel/days.js';
import { AppError, refused } from '../../kernel/errors.js';
import { canMove } from '../../kernel/state-machine.js';
import {
  type Application,
  type ApplicationState,
  type MoveOutcome,
  type MoveRequest,
  positionOf,
  type StageMove,
  takesBack,
} from './application-state.rules.js';
import { type ApplicationEvent, type ApplicationEventName, type MoveKind } from './applications.events.js';
import { appliedOnAfter, checkDay } from './stage-moves/days.rules.js';
import { checkLearnedBy, checkReasons, shownReason } from './stage-moves/reasons.rules.js';
import { applicationMachine, atLeast, isOutcome, later, outcomeAt, type Position, type Stage } from './stages.rules.js';

/** Another application has this id of another system. The error names it, unless it came in the same moment. */
export function externalIdTaken(id?: string, isInBody = true): AppError {
  const code = 'application.external-id-taken';
  const existing = id === undefined ? null : { type: 'application', id };
  return new AppError('conflict', code, {}, isInBody ? [{ pointer: '/externalId', code }] : [], existing);
}

export interface Beginning {
  /** Where it stands when it is first written down. */
  stage?: Stage | undefined;
  appliedOn?: Day | undefined;
}

/**
 * The first row of an application: at the given stage, else `applied` when the day is known, else `saved`. One that is
 * written down late, at a stage after `applied` and without a day, counts as applied today.
 * Refuses a day after `today` (`application.day-in-future`) and a day for a stage before `applied`
 * (`application.not-sent-yet`).
 */
export function begin(ids: { id: string; clientId: string }, beginning: Beginning, today: Day): MoveOutcome {
  const stage = beginning.stage ?? (beginning.appliedOn ? 'applied' : 'saved');
  const isSent = atLeast(stage, 'applied');
  if (beginning.appliedOn && !isSent) throw refused('application.not-sent-yet', { from: stage, to: 'applied' });
  const appliedOn = isSent ? (beginning.appliedOn ?? today) : null;
  if (appliedOn && appliedOn > today) throw refused('application.day-in-future', { on: appliedOn, today });
  // The day of a later stage is not known: the line says when it was written down.
  const on = stage === 'applied' && appliedOn ? appliedOn : today;
  const state: ApplicationState = {
    stage,
    outcome: outcomeAt(stage),
    furthestStage: stage,
    reachedBeforeReopening: null,
    appliedOn,
    // Writing it down is no step with the employer: what follows may be dated before that day.
    lastMovedOn: appliedOn,
  };
  const history: StageMove = {
    kind: 'advance',
    from: null,
    to: stage,
    occurredOn: on,
    reasons: [],
    learnedBy: null,
    note: null,
  };
  return { state, history, event: eventOf(ids, 'application.created', state, history) };
}

/**
 * Moves an application, or refuses.
 *
 * - Forward may skip stages. Back is a correction: the stages after `to` were recorded by mistake, so `furthestStage`
 *   falls to `to` (or to what a time before a reopening had reached). An employer who asks for another interview after
 *   a later step is a new interview, not a move back.
 * - `started` is the end that all hope for: it sets the outcome `hired`, and `hired` as a target says the same. Reopened,
 *   it takes the start back, so that nobody counts as hired who is not.
 * - An outcome ends it where it stands. Any outcome can be reopened (a late reply, a posting that opens again, a wrong
 *   click); that takes nothing back from `furthestStage`.
 * - A step back, correction or reopening, says why (`note`), and may be dated from `appliedOn` on: the move that it
 *   takes back no longer sets the earliest day.
 *
 * Refusals: `application.move-not-allowed`, `already-ended`, `not-sent-yet`, `note-required`, `day-in-future`,
 * `debrief-needs-end`, `day-before-last-move`, and those of `checkReasons` and `checkLearnedBy`. `today` is the organization's day.
 */
export function move(application: Application, asked: MoveRequest, { today }: { today: Day }): MoveOutcome {
  const request: MoveRequest = { ...asked, to: asked.to === 'hired' && !application.outcome ? 'started' : asked.to };
  const kind = kindOf(application, request.to);
  const note = request.note?.trim() || null;
  if (!note && (kind === 'correction' || kind === 'reopening')) throw refused('application.note-required', { kind });
  const occurredOn = checkDay(application, request, kind, today);
  const reasons = checkReasons(request.to, request.reasons ?? []);
  checkWish(request);
  const learnedBy = checkLearnedBy(request.to, request.learnedBy);
  const state = stateAfter(application, request, kind, occurredOn);
  const from = positionOf(application);
  const history: StageMove = { kind, from, to: request.to, occurredOn, reasons, learnedBy, note };
  if (request.issueDebrief !== undefined) history.issueDebrief = request.issueDebrief;
  return { state, history, event: eventOf(application, eventName(kind, request.to), state, history) };
}

/** A checklist follows where it ends without the job. Refuses `application.debrief-needs-end`. */
function checkWish({ to, issueDebrief }: MoveRequest): void {
  const isEnd = isOutcome(to) && to !== 'hired' && to !== 'duplicate';
  if (issueDebrief !== undefined && !isEnd) throw refused('application.debrief-needs-end', { to });
}

function kindOf(application: Application, to: Position): MoveKind {
  const from = positionOf(application);
  const isEnding = isOutcome(to) || outcomeAt(to) !== null;
  if (application.outcome && isEnding) throw refused('application.already-ended', { outcome: application.outcome });
  if (!canMove(applicationMachine, from, to)) {
    const unsent = (to === 'rejected' || to === 'no_response') && !atLeast(application.stage, 'applied');
    throw unsent
      ? refused('application.not-sent-yet', { from, to })
      : refused('application.move-not-allowed', { from, to });
  }
  if (isEnding) return 'ending';
  if (application.outcome) return 'reopening';
  return atLeast(to, application.stage) ? 'advance' : 'correction';
}

function stateAfter(application: Application, request: MoveRequest, kind: MoveKind, on: Day): ApplicationState {
  const { to } = request;
  if (isOutcome(to)) return { ...pick(application), outcome: to, lastMovedOn: on };
  const isTakenBack = takesBack({ kind, from: positionOf(application) });
  if (kind === 'reopening' && !isTakenBack) {
    return {
      stage: to,
      outcome: null,
      furthestStage: later(application.furthestStage, to),
      reachedBeforeReopening: application.furthestStage,
      appliedOn: application.appliedOn ?? (atLeast(to, 'applied') ? on : null),
      lastMovedOn: on,
    };
  }
  const appliedOn = appliedOnAfter(application, to, request.occurredOn, on);
  const floor = application.reachedBeforeReopening ?? to;
  return {
    stage: to,
    outcome: outcomeAt(to),
    furthestStage: later(to, isTakenBack ? floor : application.furthestStage),
    reachedBeforeReopening: application.reachedBeforeReopening,
    appliedOn,
    // After a correction without a day, the only day left that is certain is the day of applying.
    lastMovedOn: isTakenBack ? (request.occurredOn ?? appliedOn) : on,
  };
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
  if (kind !== 'ending') return 'application.moved';
  if (to === 'rejected') return 'application.rejected';
  return to === 'started' ? 'application.hired' : 'application.ended';
}

const eventOf = (
  { id, clientId }: { id: string; clientId: string },
  name: ApplicationEventName,
  { stage, furthestStage, outcome }: ApplicationState,
  { kind, from, to, occurredOn, reasons, learnedBy }: StageMove,
): ApplicationEvent => ({
  name,
  facts: {
    applicationId: id,
    clientId,
    kind,
    from,
    to,
    occurredOn,
    stage,
    furthestStage,
    outcome,
    reasonCodes: reasons.map((reason) => shownReason(reason).code),
    reasonSources: reasons.map((reason) => shownReason(reason).source),
    learnedBy,
  },
});
