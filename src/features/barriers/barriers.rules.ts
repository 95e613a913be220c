import { addDays, type Day } from '../../kernel/days.js';
import { refused } from '../../kernel/errors.js';
import { canMove, type StateMachine } from '../../kernel/state-machine.js';
import { isRestricted, type ShownKind, tierOf } from './barrier-kinds.rules.js';
import { type BarrierEvent, type BarrierStatus, type EvidenceType } from './barriers.events.js';

/**
 * identified → addressing → removed. Side ways: `referred` (waits on a partner), `eased` (still there, no longer stops
 * work), `parked` (the client's choice, with a day to ask again). What was removed can only come back (`recurred`),
 * on the same row, so that its history stays whole.
 */
export const barrierMachine: StateMachine<BarrierStatus> = {
  name: 'barrier',
  initial: 'identified',
  moves: {
    identified: ['addressing', 'referred', 'eased', 'removed', 'parked'],
    addressing: ['referred', 'eased', 'removed', 'parked'],
    referred: ['addressing', 'eased', 'removed', 'parked'],
    eased: ['addressing', 'referred', 'removed', 'parked', 'recurred'],
    removed: ['recurred'],
    parked: ['addressing', 'referred', 'eased', 'removed'],
    recurred: ['addressing', 'referred', 'eased', 'removed', 'parked'],
  },
};
export const barrierStatuses = Object.keys(barrierMachine.moves) as BarrierStatus[];

/** What a move rests on. `cross_match`: another system's record. */
export const evidenceTypes: readonly EvidenceType[] = [
  'client_statement',
  'document_seen',
  'partner_confirmation',
  'coach_observation',
  'cross_match',
];

/** True while the barrier stands between the client and work. */
export const standsInTheWay = (status: BarrierStatus): boolean => !['eased', 'removed', 'parked'].includes(status);

interface BarrierState {
  status: BarrierStatus;
  /** Day of the last move; no move may be dated before it. */
  movedOn: Day;
  /** Day of the last removal, null unless removed now. */
  removedOn: Day | null;
  /** How often it came back. */
  recurrences: number;
  /** Set while parked. */
  askAgainOn: Day | null;
}

export interface Barrier extends BarrierState {
  id: string;
  clientId: string;
  /** A restricted barrier moves without being opened. */
  kind: ShownKind;
}

export interface BarrierMoveRequest {
  to: BarrierStatus;
  evidence: EvidenceType;
  /** The day it happened; today when left out. */
  on?: Day | undefined;
  /** Only for `parked`; 30 days later when left out. */
  askAgainOn?: Day | undefined;
  note?: string | undefined;
}

interface BarrierMove {
  from: BarrierStatus | null;
  to: BarrierStatus;
  on: Day;
  evidence: EvidenceType | null;
  note: string | null;
}

export interface BarrierOutcome {
  state: BarrierState;
  history: BarrierMove;
  event: BarrierEvent;
}

/** Days until a parked barrier is asked about again: the contact interval of 30 days. */
const askAgainAfterDays = 30;

type BarrierIds = Pick<Barrier, 'id' | 'clientId' | 'kind'>;

/** A new barrier, with its first history row and its ledger line. */
export function identify(barrier: BarrierIds, { today }: { today: Day }): BarrierOutcome {
  const state: BarrierState = {
    status: 'identified',
    movedOn: today,
    removedOn: null,
    recurrences: 0,
    askAgainOn: null,
  };
  const history: BarrierMove = { from: null, to: 'identified', on: today, evidence: null, note: null };
  return { state, history, event: eventOf('barrier.identified', barrier, history) };
}

/**
 * Moves a barrier, or refuses: `barrier.move-not-allowed`, `barrier.day-in-future`, `barrier.day-before-last-move`,
 * `barrier.ask-again-needs-parked`, `barrier.ask-again-in-past`. `today` is the organization's day.
 */
export function move(barrier: Barrier, request: BarrierMoveRequest, { today }: { today: Day }): BarrierOutcome {
  const { status: from, movedOn } = barrier;
  const { to, evidence } = request;
  if (!canMove(barrierMachine, from, to)) throw refused('barrier.move-not-allowed', { from, to });
  const on = request.on ?? today;
  if (on > today) throw refused('barrier.day-in-future', { on, today });
  if (on < movedOn) throw refused('barrier.day-before-last-move', { on, earliest: movedOn });
  const history: BarrierMove = { from, to, on, evidence, note: request.note?.trim() || null };
  const state: BarrierState = {
    status: to,
    movedOn: on,
    removedOn: to === 'removed' ? on : null,
    recurrences: barrier.recurrences + (to === 'recurred' ? 1 : 0),
    askAgainOn: askAgainOn(request, today),
  };
  return { state, history, event: eventOf('barrier.moved', barrier, history) };
}

function askAgainOn({ to, askAgainOn: asked }: BarrierMoveRequest, today: Day): Day | null {
  if (to !== 'parked') {
    if (asked) throw refused('barrier.ask-again-needs-parked', { to });
    return null;
  }
  if (asked && asked <= today) throw refused('barrier.ask-again-in-past', { on: asked, today });
  return asked ?? addDays(today, askAgainAfterDays);
}

function eventOf(name: BarrierEvent['name'], { id, clientId, kind }: BarrierIds, history: BarrierMove): BarrierEvent {
  const { from, to, on, evidence } = history;
  const openKind = isRestricted(kind) ? null : kind;
  return { name, payload: { barrierId: id, clientId, tier: tierOf(kind), kind: openKind, from, to, evidence, on } };
}
