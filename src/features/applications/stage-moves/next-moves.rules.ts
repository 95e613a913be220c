import { type NextMove, nextMoves } from '../../../kernel/state-machine.js';
import { type ApplicationState, positionOf } from '../application-state.rules.js';
import { applicationMachine, atLeast, isOutcome, type Position } from '../stages.rules.js';
import { needsReason } from './reasons.rules.js';

/** What may come next, by the rules; `hired` comes by itself with `started`. */
export function nextOf(application: Pick<ApplicationState, 'stage' | 'outcome'>): NextMove<Position>[] {
  const { stage, outcome } = application;
  const isBack = (to: Position): boolean => !isOutcome(to) && (outcome !== null || !atLeast(to, stage));
  return nextMoves(applicationMachine, positionOf(application), (to) => [
    ...(needsReason(to) ? ['reasons'] : []),
    ...(isBack(to) ? ['note'] : []),
  ]);
}
