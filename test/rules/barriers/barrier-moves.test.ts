import { describe, expect, it } from '@jest/globals';
import {
  barrierMachine,
  barrierStatuses,
  evidenceTypes,
  identify,
  move,
} from '../../../src/features/barriers/barriers.rules.js';
import { refusalOf } from '../refusal.js';

const today = '2026-06-30';
const ids = { id: 'barrier-1', clientId: 'client-1', kind: 'transport' } as const;
const begun = identify(ids, '2026-06-01');
const fresh = { ...ids, status: 'identified' as const };
const evidence = 'client_statement';

/** Written by hand: from where to where a barrier may move. */
const may: Readonly<Record<string, readonly string[]>> = {
  identified: ['addressing', 'eased', 'parked', 'referred', 'removed'],
  addressing: ['eased', 'parked', 'referred', 'removed'],
  referred: ['addressing', 'eased', 'parked', 'removed'],
  eased: ['addressing', 'parked', 'recurred', 'referred', 'removed'],
  removed: ['recurred'],
  parked: ['addressing', 'eased', 'referred', 'removed'],
  recurred: ['addressing', 'eased', 'parked', 'referred', 'removed'],
};

describe('the moves of a barrier', () => {
  it.each(barrierStatuses)('from %s are those written here, and no others', (status) => {
    const allowed = barrierStatuses.filter(
      (to) => refusalOf(() => move({ ...fresh, status }, { to, evidence }, { today })) === null,
    );
    expect(allowed.toSorted()).toEqual(may[status]);
  });

  it('have the name that documents show, and rest on the kinds of evidence that coaches choose from', () => {
    expect(barrierMachine.name).toBe('barrier');
    expect(evidenceTypes.toSorted()).toEqual([
      'client_statement',
      'coach_observation',
      'cross_match',
      'document_seen',
      'partner_confirmation',
    ]);
  });

  it('begin with a line of the ledger, and go on with others', () => {
    expect(begun.name).toBe('barrier.identified');
    expect(move(fresh, { to: 'eased', evidence }, { today }).event.name).toBe('barrier.moved');
  });

  it('are refused to where a barrier may not go, with what the sentence tells', () =>
    expect(refusalOf(() => move(fresh, { to: 'recurred', evidence }, { today }))).toEqual([
      'refused',
      'barrier.move-not-allowed',
      { from: 'identified', to: 'recurred' },
    ]));
});
