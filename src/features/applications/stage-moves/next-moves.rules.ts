import { type ApplicationState, positionOf } from '../application-state.rules.js';
import { applicationMachine, atLeast, isOutcome, type Position } from '../stages.rules.js';
import { needsReason } from './reasons.rules.js';

/** One move that may come next, and the fields that it needs. */
export interface NextMove {
  to: Position;
  needs: ('reasons' | 'note')[];
}

/** What may come next, by the rules; `hired` comes by itself with `started`. */
export function movesOf(application: Pick<ApplicationState, 'stage' | 'outcome'>): NextMove[] {
  const { stage, outcome } = application;
  const isBack = (to: Position): boolean => !isOutcome(to) && (outcome !== null || !atLeast(to, stage));
  return applicationMachine.moves[positionOf(application)].map((to) => {
    const needs: NextMove['needs'] = [];
    if (needsReason(to)) needs.push('reasons');
    if (isBack(to)) needs.push('note');
    return { to, needs };
  });
}
