import { describe, expect, it } from '@jest/globals';
import {
  type Barrier,
  barrierMachine,
  barrierStatuses,
  evidenceTypes,
  identify,
  move,
} from '../../../src/features/barriers/barriers.rules.js';
import { refusalOf } from '../refusal.js';

const today = '2026-06-30';
const ids = { id: 'barrier-1', clientId: 'client-1', kind: 'transport' } as const;
const begun = identify(ids, { today: '2026-06-01' });
const fresh: Barrier = { ...ids, ...begun.state };
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

  it('begin with a line of the history and of the ledger', () => {
    expect(begun.history).toEqual({ from: null, to: 'identified', on: '2026-06-01', evidence: null, note: null });
    expect(begun.event.name).toBe('barrier.identified');
    expect(move(fresh, { to: 'eased', evidence }, { today }).event.name).toBe('barrier.moved');
  });

  it.each([
    ['to where it may not go', { to: 'recurred' }, 'move-not-allowed', { from: 'identified', to: 'recurred' }],
    ['on a day to come', { to: 'eased', on: '2026-07-01' }, 'day-in-future', { on: '2026-07-01', today }],
    ['before the last one', { to: 'eased', on: '2026-05-31' }, 'day-before-last-move', { on: '2026-05-31', earliest: '2026-06-01' }],
    ['with a day to ask again, not parked', { to: 'eased', askAgainOn: '2026-09-01' }, 'ask-again-needs-parked', { to: 'eased' }],
    ['with a day to ask again that is over', { to: 'parked', askAgainOn: today }, 'ask-again-in-past', { on: today, today }],
  ] as const)('are refused %s, with what the sentence tells', (_, request, code, parameters) =>
    expect(refusalOf(() => move(fresh, { ...request, evidence }, { today }))).toEqual(['refused', `barrier.${code}`, parameters])); // biome-ignore format: a table
});
