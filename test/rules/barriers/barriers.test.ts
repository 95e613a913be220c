import { describe, expect, it } from '@jest/globals';
import { barrierKinds, openKinds, tierOf } from '../../../src/features/barriers/barrier-kinds.rules.js';
import {
  barrierMachine,
  barrierStatuses,
  identify,
  move,
  nextOf,
} from '../../../src/features/barriers/barriers.rules.js';
import { standsInTheWay } from '../../../src/features/barriers/barriers.sight.js';
import { canMove, flawsOf } from '../../../src/kernel/state-machine.js';

const today = '2026-06-30';
const ids = { id: 'barrier-1', clientId: 'client-1', kind: 'transport' } as const;
const fresh = { ...ids, status: 'identified' } as const;
const code = (text: string) => expect.objectContaining({ code: text });

describe('the way of a barrier', () => {
  it('is a sound table', () => expect(flawsOf(barrierMachine)).toEqual([]));

  it('leaves removed only by coming back', () => {
    for (const to of barrierStatuses) expect(canMove(barrierMachine, 'removed', to)).toBe(to === 'recurred');
    const back = move({ ...ids, status: 'removed' }, { to: 'recurred', evidence: 'client_statement' }, { today });
    expect(back.history).toMatchObject({ from: 'removed', to: 'recurred' });
  });

  it('says what may come next, and that it needs evidence', () => {
    expect(nextOf('removed')).toEqual([{ to: 'recurred', needs: ['evidence'] }]);
    expect(nextOf('identified').map(({ to }) => to)).toEqual(barrierMachine.moves.identified);
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

  it('keeps who-said-so and the note in the history, and the day in the ledger', () => {
    const request = { to: 'addressing', evidence: 'coach_observation', note: ' Bus pass ' } as const;
    const { history, event } = move(fresh, request, { today });
    expect(history).toEqual({
      from: 'identified',
      to: 'addressing',
      evidence: 'coach_observation',
      note: 'Bus pass',
      occurredOn: today,
    });
    expect(event.payload).toMatchObject({ from: 'identified', to: 'addressing', on: today });
    expect(move(fresh, { ...request, note: ' ' }, { today }).history.note).toBeNull();
  });

  it('is out of the way of work once eased, removed or parked', () => {
    expect(standsInTheWay('b')).toBe("b.deleted_at is null and b.status not in ('eased', 'removed', 'parked')");
  });
});

describe('what others get to know of a barrier', () => {
  it('never includes the kind of a restricted one', () => {
    for (const kind of barrierKinds) {
      expect(JSON.stringify(identify({ ...ids, kind }, today)).includes(kind)).toBe(tierOf(kind) !== 'T2');
    }
    expect(barrierKinds.filter((kind) => !(openKinds as readonly string[]).includes(kind)).sort()).toEqual([
      'behavioral',
      'criminal_record',
      'disability_access',
      'health',
      'safety',
      'work_docs',
    ]);
  });

  it('never includes a note', () => {
    const { event } = move(fresh, { to: 'eased', evidence: 'client_statement', note: 'canary' }, { today });
    expect(JSON.stringify(event)).not.toContain('canary');
  });
});
