import { describe, expect, it } from '@jest/globals';
import { type InterviewOutcome } from '../../../src/features/interviews/interviews.events.js';
import {
  checkNewStart,
  checkPromise,
  comeBack,
  conclude,
  courseOf,
  interviewEvent,
  interviewMachine,
  interviewOutcomes,
  maxRounds,
  movesOf,
  nextRound,
  schedule,
  wasHeld,
} from '../../../src/features/interviews/interviews.rules.js';
import { flawsOf } from '../../../src/kernel/state-machine.js';

const now = new Date('2026-06-30T18:00:00Z');
const before = new Date('2026-06-29T18:00:00Z');
const after = new Date('2026-07-02T18:00:00Z');
const code = (text: string) => expect.objectContaining({ code: text });
const interview = (outcome: InterviewOutcome | null, round = 1, startsAt = before) => ({
  id: `round-${round}`,
  round,
  outcome,
  startsAt,
});

it('tells planned, held, missed and cancelled apart, for those who ask no closer', () => {
  expect([null, ...interviewOutcomes].map((outcome) => [outcome, courseOf({ outcome })])).toEqual([
    [null, 'planned'],
    ['passed', 'held'],
    ['not_passed', 'held'],
    ['unknown', 'held'],
    ['no_show_employer', 'missed'],
    ['no_show_client', 'missed'],
    ['cancelled', 'cancelled'],
    ['rescheduled', 'cancelled'],
  ]);
});

describe('what may be said next', () => {
  it('is all that the rules take, and nothing else', () => {
    for (const startsAt of [before, after]) {
      for (const outcome of [null, ...interviewOutcomes]) {
        const one = interview(outcome, 1, startsAt);
        const taken = interviewOutcomes.filter((to) => {
          try {
            conclude(one, to, { now });
            return true;
          } catch {
            return false;
          }
        });
        expect([outcome, movesOf(one, { now })]).toEqual([outcome, taken.map((to) => ({ to, needs: [] }))]);
      }
    }
  });

  it('is only that it is off, before it begins', () => {
    const moves = movesOf(interview(null, 1, after), { now });
    expect(moves.map(({ to }) => to)).toEqual(['cancelled', 'rescheduled']);
  });
});

describe('rounds', () => {
  it('count up from one, and a cancelled or moved interview frees its number', () => {
    expect(nextRound([])).toBe(1);
    expect(nextRound([interview('passed'), interview(null, 2)])).toBe(3);
    expect(nextRound([interview('passed'), interview('cancelled', 2), interview('rescheduled', 3)])).toBe(2);
  });

  it('belong to one interview each, and may not leave a gap', () => {
    const open = { outcome: null };
    const others = [interview('passed')];
    expect(() => schedule(open, others, { kind: 'panel', startsAt: after, round: 1 }, { now })).toThrow(
      code('interview.round-taken'),
    );
    const off = [interview('cancelled')];
    expect(schedule(open, off, { kind: 'panel', startsAt: after, round: 1 }, { now })).toEqual({ round: 1 });
    expect(schedule(open, others, { kind: 'panel', startsAt: after }, { now })).toEqual({ round: 2 });
    expect(() => schedule(open, others, { kind: 'panel', startsAt: after, round: 3 }, { now })).toThrow(
      code('interview.round-leaves-gap'),
    );
  });

  it('stop at a number that no employer needs', () => {
    const others = Array.from({ length: maxRounds }, (_, index) => interview('passed', index + 1));
    expect(() => schedule({ outcome: null }, others, { kind: 'phone', startsAt: after }, { now })).toThrow(
      code('interview.round-leaves-gap'),
    );
  });

  it('are held only when somebody met: not for a no-show, a cancelled or an open one', () => {
    expect(interviewOutcomes.filter((outcome) => wasHeld({ outcome }))).toEqual(['passed', 'not_passed', 'unknown']);
    expect(wasHeld({ outcome: null })).toBe(false);
  });
});

describe('the same interview twice', () => {
  const open = { outcome: null };
  it('is refused with the one that is there, whatever its kind and round', () => {
    expect(() => schedule(open, [interview('passed', 4)], { kind: 'video', startsAt: before }, { now })).toThrow(
      expect.objectContaining({
        code: 'interview.same-start',
        kind: 'conflict',
        existing: { type: 'interview', id: 'round-4' },
      }),
    );
  });

  it('is no second one when the first is off, or begins at another minute', () => {
    expect(schedule(open, [interview('cancelled')], { kind: 'video', startsAt: before }, { now })).toEqual({
      round: 1,
    });
    const later = new Date(before.getTime() + 60_000);
    expect(schedule(open, [interview('passed')], { kind: 'video', startsAt: later }, { now })).toEqual({ round: 2 });
  });
});

describe('an interview of an ended application', () => {
  it('can be added late, but not planned', () => {
    const ended = { outcome: 'rejected' };
    expect(schedule(ended, [], { kind: 'phone', startsAt: before }, { now })).toEqual({ round: 1 });
    expect(() => schedule(ended, [], { kind: 'phone', startsAt: after }, { now })).toThrow(
      code('interview.application-ended'),
    );
  });
});

describe('a deleted interview that comes back', () => {
  const open = { outcome: null };
  it('has its round again while that is free, and else the next', () => {
    expect(comeBack(open, [interview('passed', 2)], interview(null), { now })).toEqual({ round: 1 });
    expect(comeBack(open, [interview('passed')], interview('cancelled'), { now })).toEqual({ round: 1 });
    expect(comeBack(open, [interview('passed'), interview(null, 2)], interview(null), { now })).toEqual({ round: 3 });
    const all = Array.from({ length: maxRounds }, (_, index) => interview('passed', index + 1));
    expect(() => comeBack(open, all, interview(null), { now })).toThrow(code('interview.round-taken'));
  });

  it('is not to come for an application that has ended', () => {
    const ended = { outcome: 'rejected' };
    const planned = interview(null, 1, after);
    expect(() => comeBack(ended, [], planned, { now })).toThrow(code('interview.application-ended'));
    expect(comeBack(ended, [], interview('cancelled', 1, after), { now })).toEqual({ round: 1 });
    expect(comeBack(ended, [], interview(null), { now })).toEqual({ round: 1 });
    expect(comeBack(open, [], planned, { now })).toEqual({ round: 1 });
  });
});

describe('a new time', () => {
  const open = { outcome: null };
  it('may be later or earlier while it is planned', () => {
    expect(() =>
      checkNewStart(open, interview(null, 1, after), new Date('2026-07-09T18:00:00Z'), { now }),
    ).not.toThrow();
    expect(() => checkNewStart(open, interview(null, 1, after), before, { now })).not.toThrow();
  });

  it('is not to come for one that took place, for an ended application, or for one that is off', () => {
    const later = (of: { outcome: string | null }, outcome: InterviewOutcome | null) => () =>
      checkNewStart(of, interview(outcome), after, { now });
    expect(later(open, 'passed')).toThrow(code('interview.not-yet-held'));
    expect(later({ outcome: 'rejected' }, null)).toThrow(code('interview.application-ended'));
    expect(later(open, 'rescheduled')).toThrow(code('interview.is-off'));
    expect(() => checkNewStart({ outcome: 'rejected' }, interview('passed'), before, { now })).not.toThrow();
  });
});

describe('the outcome', () => {
  it('follows a sound table', () => expect(flawsOf(interviewMachine)).toEqual([]));

  it('is not known before the interview begins, except that it will not be', () => {
    const planned = interview(null, 1, after);
    for (const outcome of interviewOutcomes) {
      const act = () => conclude(planned, outcome, { now });
      if (outcome === 'cancelled' || outcome === 'rescheduled') expect(act).not.toThrow();
      else expect(act).toThrow(code('interview.not-yet-held'));
    }
  });

  it('can be corrected, but not repeated, and a moved interview stays moved', () => {
    expect(() => conclude(interview('unknown'), 'passed', { now })).not.toThrow();
    expect(() => conclude(interview('passed'), 'passed', { now })).toThrow(code('interview.outcome-not-allowed'));
    expect(() => conclude(interview('rescheduled'), 'passed', { now })).toThrow(code('interview.outcome-not-allowed'));
  });
});

describe('the promised answer', () => {
  it("is not before the interview's own day, in the interview's own time zone", () => {
    const evening = { startsAt: new Date('2026-07-02T01:30:00Z'), timeZone: 'America/Los_Angeles' };
    expect(checkPromise(evening, '2026-07-01')).toBe('2026-07-01');
    expect(() => checkPromise(evening, '2026-06-30')).toThrow(code('interview.promise-before-interview'));
  });
});

it('tells others ids, codes and the instant', () => {
  const ids = { id: 'i', applicationId: 'a', clientId: 'c' };
  expect(interviewEvent('interview.outcome-recorded', ids, interview('passed'))).toEqual({
    name: 'interview.outcome-recorded',
    payload: {
      interviewId: 'i',
      applicationId: 'a',
      clientId: 'c',
      round: 1,
      startsAt: '2026-06-29T18:00:00.000Z',
      outcome: 'passed',
    },
  });
});
