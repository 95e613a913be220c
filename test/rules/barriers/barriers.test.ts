import { describe, expect, it } from '@jest/globals';
import { barrierKinds, isCrisis, severities, tierOf } from '../../../src/features/barriers/barrier-kinds.rules.js';
import {
  type Barrier,
  type BarrierMoveRequest,
  barrierMachine,
  barrierStatuses,
  identify,
  move,
  standsInTheWay,
} from '../../../src/features/barriers/barriers.rules.js';
import { canMove, flawsOf } from '../../../src/kernel/state-machine.js';

const today = '2026-06-30';
const ids = { id: 'barrier-1', clientId: 'client-1', kind: 'transport' } as const;
const fresh: Barrier = { ...ids, ...identify(ids, { today: '2026-06-01' }).state };
const code = (text: string) => expect.objectContaining({ code: text });

function play(...requests: BarrierMoveRequest[]): Barrier {
  let barrier = fresh;
  for (const request of requests) barrier = { ...ids, ...move(barrier, request, { today }).state };
  return barrier;
}
const removed = play({ to: 'removed', evidence: 'document_seen', on: '2026-06-10' });

describe('the way of a barrier', () => {
  it('is a sound table', () => expect(flawsOf(barrierMachine)).toEqual([]));

  it('leaves removed only by coming back, and counts it', () => {
    for (const to of barrierStatuses) expect(canMove(barrierMachine, 'removed', to)).toBe(to === 'recurred');
    const back = move(removed, { to: 'recurred', evidence: 'client_statement' }, { today });
    expect(back.state).toMatchObject({ status: 'recurred', recurrences: 1, removedOn: null });
    expect(removed).toMatchObject({ removedOn: '2026-06-10', recurrences: 0 });
  });

  it('cannot come back before it was eased or removed', () => {
    expect(() => move(fresh, { to: 'recurred', evidence: 'client_statement' }, { today })).toThrow(
      code('barrier.move-not-allowed'),
    );
  });

  it('refuses the same state again', () => {
    expect(() => move(fresh, { to: 'identified', evidence: 'client_statement' }, { today })).toThrow(
      code('barrier.move-not-allowed'),
    );
  });

  it('keeps who-said-so, the day and the note in the history', () => {
    const request = { to: 'addressing', evidence: 'coach_observation', on: '2026-06-05', note: ' Bus pass ' } as const;
    expect(move(fresh, request, { today }).history).toEqual({
      from: 'identified',
      to: 'addressing',
      on: '2026-06-05',
      evidence: 'coach_observation',
      note: 'Bus pass',
    });
  });

  it('may be recorded late, but not ahead, and not out of order', () => {
    const act = (on: string) => () => move(removed, { to: 'recurred', evidence: 'client_statement', on }, { today });
    expect(act('2026-07-01')).toThrow(code('barrier.day-in-future'));
    expect(act('2026-06-09')).toThrow(code('barrier.day-before-last-move'));
    expect(act('2026-06-10')).not.toThrow();
  });
});

describe('a parked barrier', () => {
  it('is asked about again, by default 30 days later', () => {
    expect(play({ to: 'parked', evidence: 'client_statement' }).askAgainOn).toBe('2026-07-30');
    expect(play({ to: 'parked', evidence: 'client_statement', askAgainOn: '2026-09-01' }).askAgainOn).toBe(
      '2026-09-01',
    );
  });

  it('is not asked about on a day that has gone by, and no other state takes such a day', () => {
    const parked = { to: 'parked', evidence: 'client_statement', askAgainOn: today } as const;
    expect(() => move(fresh, parked, { today })).toThrow(code('barrier.ask-again-in-past'));
    const eased = { to: 'eased', evidence: 'client_statement', askAgainOn: '2026-09-01' } as const;
    expect(() => move(fresh, eased, { today })).toThrow(code('barrier.ask-again-needs-parked'));
  });

  it('forgets the day once work on it begins', () => {
    const begun = play(
      { to: 'parked', evidence: 'client_statement' },
      { to: 'addressing', evidence: 'client_statement' },
    );
    expect(begun.askAgainOn).toBeNull();
  });

  it('does not stand in the way of work, like an eased or removed one', () => {
    expect(barrierStatuses.filter(standsInTheWay)).toEqual(['identified', 'addressing', 'referred', 'recurred']);
  });
});

describe('what others get to know of a barrier', () => {
  it('never includes the kind of a restricted one', () => {
    for (const kind of barrierKinds) {
      const { event } = identify({ ...ids, kind }, { today });
      expect(JSON.stringify(event).includes(kind)).toBe(tierOf(kind) !== 'T2');
    }
    expect(barrierKinds.filter((kind) => tierOf(kind) === 'T2').sort()).toEqual([
      'behavioral',
      'criminal_record',
      'disability_access',
      'health',
      'safety',
    ]);
  });

  it('never includes a note', () => {
    const { event } = move(fresh, { to: 'eased', evidence: 'client_statement', note: 'canary' }, { today });
    expect(JSON.stringify(event)).not.toContain('canary');
  });
});

it('counts severity down to a crisis at 1', () => {
  expect(severities.filter(isCrisis)).toEqual([1]);
  expect(isCrisis(null)).toBe(false);
});
