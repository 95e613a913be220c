import { describe, expect, it } from '@jest/globals';
import type { Application, MoveRequest } from '../../../src/features/applications/application-state.rules.js';
import { type Beginning, begin, move } from '../../../src/features/applications/applications.rules.js';
import { correctAppliedOn } from '../../../src/features/applications/stage-moves/days.rules.js';
import {
  applicationMachine,
  type Outcome,
  outcomes,
  type Stage,
  stages,
} from '../../../src/features/applications/stages.rules.js';
import { canMove } from '../../../src/kernel/state-machine.js';
import { refusalOf } from '../refusal.js';

const today = '2026-06-30';
const ids = { id: 'application-1', clientId: 'client-1' };
const reason = { code: 'unknown', source: 'coach_guess' } as const;

function play(beginning: Beginning, ...requests: MoveRequest[]): Application {
  let application: Application = { ...ids, ...begin(ids, beginning, today).state };
  for (const request of requests) application = { ...ids, ...move(application, request, { today }).state };
  return application;
}
const applied = play({ appliedOn: '2026-06-10' });
const rejected = play({ appliedOn: '2026-06-10' }, { to: 'rejected', reasons: [reason] });
const refused = (code: string, parameters: object) => ['refused', `application.${code}`, parameters];

describe('an ending', () => {
  /** Written by hand: the first and the last stage it may follow. */
  const follows: Readonly<Record<Outcome, readonly [Stage, Stage]>> = {
    rejected: ['applied', 'check'],
    no_response: ['applied', 'offer'],
    withdrawn: ['saved', 'check'],
    declined: ['conditional_offer', 'accepted'],
    offer_withdrawn: ['conditional_offer', 'accepted'],
    closed_position: ['saved', 'check'],
    duplicate: ['saved', 'accepted'],
    hired: ['started', 'started'],
  };
  it.each(outcomes)('as %s follows from the stages written here, and is reopened to none before them', (outcome) => {
    const from = stages.filter((stage) => canMove(applicationMachine, stage, outcome));
    expect([from[0], from.at(-1)]).toEqual(follows[outcome]);
    const back = stages.filter((stage) => canMove(applicationMachine, outcome, stage));
    const first = outcome === 'hired' ? 'saved' : follows[outcome][0];
    expect(back).toEqual(stages.slice(stages.indexOf(first), -1));
  });

  it('is that of an application, in the name that documents show', () => {
    expect(applicationMachine.name).toBe('application');
  });
});

describe('a beginning', () => {
  it.each([
    ['a day of applying before it was sent', { stage: 'preparing', appliedOn: '2026-06-01' }, 'not-sent-yet', { from: 'preparing', to: 'applied' }],
    ['a day to come', { appliedOn: '2026-07-01' }, 'day-in-future', { on: '2026-07-01', today }],
  ] as const)('is refused with %s', (_, beginning, code, parameters) =>
    expect(refusalOf(() => begin(ids, beginning, today))).toEqual(refused(code, parameters))); // biome-ignore format: a table

  it('writes the day of applying into its history at applied, and today at any other stage', () => {
    const advance = { kind: 'advance', from: null, reasons: [], learnedBy: null, note: null };
    const at = (beginning: Beginning) => begin(ids, beginning, today);
    expect(at({ appliedOn: '2026-06-01' }).history).toEqual({ ...advance, to: 'applied', occurredOn: '2026-06-01' });
    expect(at({ stage: 'interview', appliedOn: '2026-06-01' }).history).toEqual({ ...advance, to: 'interview', occurredOn: today });
    expect(at({}).history).toEqual({ ...advance, to: 'saved', occurredOn: today });
    expect(at({}).event.name).toBe('application.created');
  }); // biome-ignore format: four lines to compare
});

describe('a move', () => {
  it.each<[string, Application, MoveRequest, string, object]>([
    ['of what has ended to another ending', rejected, { to: 'withdrawn' }, 'already-ended', { outcome: 'rejected' }],
    ['to a "no" of what was never sent', play({}), { to: 'rejected', reasons: [reason] }, 'not-sent-yet', { from: 'saved', to: 'rejected' }],
    ['to silence after what was never sent', play({}), { to: 'no_response' }, 'not-sent-yet', { from: 'saved', to: 'no_response' }],
    ['to an ending that does not follow', play({}), { to: 'declined' }, 'move-not-allowed', { from: 'saved', to: 'declined' }],
    ['back without a note', play({ stage: 'interview' }), { to: 'applied' }, 'note-required', { kind: 'correction' }],
    ['out of its ending without a note', rejected, { to: 'interview' }, 'note-required', { kind: 'reopening' }],
    ['on a day to come', applied, { to: 'interview', occurredOn: '2026-07-01' }, 'day-in-future', { on: '2026-07-01', today }],
    ['before the last one', applied, { to: 'interview', occurredOn: '2026-06-09' }, 'day-before-last-move', { on: '2026-06-09', earliest: '2026-06-10' }],
    ['to a "no" for the same reason twice', applied, { to: 'rejected', reasons: [reason, reason] }, 'reason-repeated', { code: 'unknown', source: 'coach_guess' }],
    ['to a start of what has ended', rejected, { to: 'started' }, 'already-ended', { outcome: 'rejected' }],
    ['to a stage, with a reason', applied, { to: 'interview', reasons: [reason] }, 'reason-not-allowed', { to: 'interview' }],
    ['with a reason that is not theirs to give', applied, { to: 'rejected', reasons: [{ code: 'unknown', source: 'client_stated' }] }, 'reason-source-not-allowed', { to: 'rejected', source: 'client_stated' }],
    ['with a guess in quotes', applied, { to: 'rejected', reasons: [{ ...reason, quote: 'No.' }] }, 'quote-needs-employer-source', { source: 'coach_guess' }],
    ['to silence that came by mail', applied, { to: 'no_response', learnedBy: 'email' as never }, 'silence-is-no-response', { learnedBy: 'email' }],
    ['to news that came as silence', applied, { to: 'rejected', reasons: [reason], learnedBy: 'silence' }, 'silence-is-no-response', { learnedBy: 'silence' }],
  ])('is refused %s', (_, application, request, code, parameters) =>
    expect(refusalOf(() => move(application, request, { today }))).toEqual(refused(code, parameters))); // biome-ignore format: a table

  it('to silence may say so, and says so by itself', () => {
    for (const learnedBy of ['silence', undefined] as const)
      expect(move(applied, { to: 'no_response', learnedBy }, { today }).history.learnedBy).toBe('silence');
  });

  it('to an offer withdrawn or a position closed takes a reason', () => {
    const offer = play({ stage: 'offer' });
    expect(move(offer, { to: 'offer_withdrawn', reasons: [reason] }, { today }).history.reasons).toEqual([reason]);
    expect(move(applied, { to: 'closed_position', reasons: [reason] }, { today }).history.reasons).toEqual([reason]);
  });

  it('forward without a day is made today, and a reopening to what was never sent knows no day of applying', () => {
    expect(move(applied, { to: 'screening' }, { today }).state.lastMovedOn).toBe(today);
    const given = play({}, { to: 'withdrawn' });
    expect(move(given, { to: 'preparing', note: 'again' }, { today }).state.appliedOn).toBeNull();
  });

  it('back takes the day that is given, else the day of applying', () => {
    const here = play({ appliedOn: '2026-06-10' }, { to: 'interview', occurredOn: '2026-06-20' });
    const back = (on?: string) =>
      move(here, { to: 'screening', note: 'a slip', occurredOn: on }, { today }).state.lastMovedOn;
    expect([back(), back('2026-06-15')]).toEqual(['2026-06-10', '2026-06-15']);
  });
});

describe('the day of applying', () => {
  const interviewed = play({ appliedOn: '2026-06-10' }, { to: 'interview', occurredOn: '2026-06-20' });
  const correct = (application: Application, day: string) => () => correctAppliedOn(application, day, { today });

  it('is corrected up to today, and up to the last move', () => {
    expect(correct(applied, today)()).toEqual({ appliedOn: today, lastMovedOn: today });
    expect(correct(interviewed, '2026-06-20')()).toEqual({ appliedOn: '2026-06-20', lastMovedOn: '2026-06-20' });
  });

  it.each<[string, Application, string, string, object]>([
    ['before it was sent', play({}), '2026-06-01', 'not-sent-yet', { from: 'saved', to: 'applied' }],
    ['to a day to come', applied, '2026-07-01', 'day-in-future', { on: '2026-07-01', today }],
    ['past the last move', interviewed, '2026-06-21', 'applied-after-last-move', { on: '2026-06-21', latest: '2026-06-20' }],
  ])('is not corrected %s', (_, application, day, code, parameters) =>
    expect(refusalOf(correct(application, day))).toEqual(refused(code, parameters))); // biome-ignore format: a table
});
