import { type Day } from '../../../kernel/days.js';
import { refused } from '../../../kernel/errors.js';
import { type Application, type ApplicationState, type MoveRequest } from '../application-state.rules.js';
import { type MoveKind } from '../applications.events.js';
import { atLeast, isOutcome, type Position, type Stage } from '../stages.rules.js';

/**
 * A new day of applying, for a slip of the pen. Refuses `application.not-sent-yet`, `application.day-in-future`, and a
 * day after a later move (`application.applied-after-last-move`).
 */
export function correctAppliedOn(
  application: ApplicationState,
  appliedOn: Day,
  { today }: { today: Day },
): Pick<ApplicationState, 'appliedOn' | 'lastMovedOn'> {
  const { stage, outcome, lastMovedOn, reachedBeforeReopening } = application;
  if (!atLeast(stage, 'applied')) throw refused('application.not-sent-yet', { from: stage, to: 'applied' });
  if (appliedOn > today) throw refused('application.day-in-future', { on: appliedOn, today });
  // The day of applying is that of the last move, unless a reopening came after it.
  if (stage === 'applied' && !outcome && !reachedBeforeReopening) return { appliedOn, lastMovedOn: appliedOn };
  if (lastMovedOn && appliedOn > lastMovedOn) {
    throw refused('application.applied-after-last-move', { on: appliedOn, latest: lastMovedOn });
  }
  return { appliedOn, lastMovedOn };
}

/** The day of a move. Refuses `application.day-in-future` and `application.day-before-last-move`. */
export function checkDay(application: Application, request: MoveRequest, kind: MoveKind, today: Day): Day {
  const on = request.occurredOn ?? today;
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

/** The day of applying after a move on the way or a correction; null before `applied`. */
export function appliedOnAfter(application: Application, to: Stage, given: Day | undefined, on: Day): Day | null {
  if (!atLeast(to, 'applied')) return null;
  if (to === 'applied' && given) return given;
  return application.appliedOn ?? on;
}
