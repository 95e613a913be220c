import { describe, expect, it } from '@jest/globals';
import type { InterviewOutcome } from '../../../src/features/interviews/interviews.events.js';
import {
  checkNewStart,
  checkPromise,
  conclude,
  interviewMachine,
  maxRounds,
  schedule,
} from '../../../src/features/interviews/interviews.rules.js';
import { refusalOf } from '../refusal.js';

const now = new Date('2026-06-30T18:00:00Z');
const before = new Date('2026-06-29T18:00:00Z');
const after = new Date('2026-07-02T18:00:00Z');
const open = { outcome: null };
const ended = { outcome: 'rejected' };
const held = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    round: index + 1,
    outcome: 'passed' as const,
    startsAt: new Date(before.getTime() - index),
  }));
const interview = (outcome: InterviewOutcome | null, startsAt = before) => ({ round: 1, outcome, startsAt });
const planned = (startsAt: Date, round?: number) => ({ kind: 'phone' as const, startsAt, round });

describe('an interview is refused, with what its sentence tells,', () => {
  it.each<[string, () => unknown, string, string, object]>([
    ['in a round that is taken', () => schedule(open, held(1), planned(after, 1), { now }), 'conflict', 'round-taken', { round: 1 }],
    ['at a time that one has', () => schedule(open, held(1), planned(before), { now }), 'conflict', 'same-start', {}],
    ['in a round that leaves a gap', () => schedule(open, held(1), planned(after, 3), { now }), 'refused', 'round-leaves-gap', { round: 3, next: 2 }],
    ['in a round too many', () => schedule(open, held(maxRounds), planned(after), { now }), 'refused', 'round-leaves-gap', { round: maxRounds + 1, next: maxRounds }],
    ['to come, of what has ended', () => schedule(ended, [], planned(after), { now }), 'refused', 'application-ended', { outcome: 'rejected' }],
    ['when it is off and gets a new time', () => checkNewStart(open, interview('cancelled'), after, { now }), 'refused', 'is-off', { outcome: 'cancelled' }],
    ['when it took place and is put off', () => checkNewStart(open, interview('passed'), after, { now }), 'refused', 'not-yet-held', { to: 'passed' }],
    ['put off, of what has ended', () => checkNewStart(ended, interview(null), after, { now }), 'refused', 'application-ended', { outcome: 'rejected' }],
    ['with the same outcome again', () => conclude(interview('passed'), 'passed', { now }), 'refused', 'outcome-not-allowed', { from: 'passed', to: 'passed' }],
    ['with an outcome before it began', () => conclude(interview(null, after), 'passed', { now }), 'refused', 'not-yet-held', { to: 'passed' }],
    ['with an answer promised before it', () => checkPromise({ startsAt: before, timeZone: 'UTC' }, '2026-06-28'), 'refused', 'promise-before-interview', { on: '2026-06-28', earliest: '2026-06-29' }],
  ])('%s', (_, act, kind, code, parameters) => expect(refusalOf(act)).toEqual([kind, `interview.${code}`, parameters])); // biome-ignore format: a table
});

describe('an interview at this very moment', () => {
  it('has begun: it can be added to what has ended, moved there, and concluded', () => {
    expect(schedule(ended, [], planned(now), { now })).toEqual({ round: 1 });
    expect(refusalOf(() => checkNewStart(ended, interview('passed'), now, { now }))).toBeNull();
    expect(refusalOf(() => conclude(interview(null, now), 'passed', { now }))).toBeNull();
  });

  it('may be the last round that there is', () => {
    expect(schedule(open, held(maxRounds - 1), planned(after), { now })).toEqual({ round: maxRounds });
  });

  it('has the name that documents show', () => expect(interviewMachine.name).toBe('interview'));
});
