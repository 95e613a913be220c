import { type Day } from '../../kernel/days.js';
import { refused } from '../../kernel/errors.js';
import { canMove, type NextMove, nextMoves, type StateMachine } from '../../kernel/state-machine.js';
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

/** What may come next; every move says what it rests on. */
export const nextOf = (status: BarrierStatus): NextMove<BarrierStatus>[] =>
  nextMoves(barrierMachine, status, () => ['evidence']);

/** Eased, removed or put off: it does not stand between the client and work. */
export const outOfTheWay: readonly BarrierStatus[] = ['eased', 'removed', 'parked'];

interface Barrier {
  id: string;
  clientId: string;
  /** A restricted barrier moves without being opened. */
  kind: ShownKind;
}

export interface BarrierMove {
  from: BarrierStatus;
  to: BarrierStatus;
  evidence: EvidenceType;
  note: string | null;
  occurredOn: Day;
}

/** The ledger line of a new barrier. */
export const identify = (barrier: Barrier, today: Day): BarrierEvent =>
  eventOf('barrier.identified', barrier, { from: null, to: barrierMachine.initial, evidence: null }, today);

/** A move as it will stand in the history, with its ledger line. Refuses `barrier.move-not-allowed`. */
export function move(
  barrier: Barrier & { status: BarrierStatus },
  { to, evidence, note }: { to: BarrierStatus; evidence: EvidenceType; note?: string | null | undefined },
  { today }: { today: Day },
): { history: BarrierMove; event: BarrierEvent } {
  const { status: from } = barrier;
  if (!canMove(barrierMachine, from, to)) throw refused('barrier.move-not-allowed', { from, to });
  const history = { from, to, evidence, note: note?.trim() || null, occurredOn: today };
  return { history, event: eventOf('barrier.moved', barrier, history, today) };
}

function eventOf(
  name: BarrierEvent['name'],
  { id, clientId, kind }: Barrier,
  { from, to, evidence }: Pick<BarrierEvent['payload'], 'from' | 'to' | 'evidence'>,
  on: Day,
): BarrierEvent {
  const openKind = isRestricted(kind) ? null : kind;
  return { name, payload: { barrierId: id, clientId, tier: tierOf(kind), kind: openKind, from, to, evidence, on } };
}
