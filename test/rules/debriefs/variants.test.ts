import { describe, expect, it } from '@jest/globals';
import { outcomes, type Stage, stages } from '../../../src/features/applications/stages.rules.js';
import {
  type DebriefStatus,
  debriefMachine,
  debriefStatuses,
  followsNo,
  isIssued,
  isNo,
  isOpenForAnswers,
  isWithdrawn,
  lapsesAt,
  mailMoment,
  nextOf,
  requireMove,
  tooManyNos,
  variantFor,
} from '../../../src/features/debriefs/debriefs.rules.js';
import { lastDayBefore } from '../../../src/kernel/days.js';
import { AppError } from '../../../src/kernel/errors.js';
import { canMove, flawsOf } from '../../../src/kernel/state-machine.js';

const nothing = { reachedPhoneScreen: false, reachedInterview: false, roundCount: 0, checkedReferences: false };
const talked = { ...nothing, reachedPhoneScreen: true };
const met = (roundCount: number) => ({ ...talked, reachedInterview: true, roundCount });
const rejectedAt = (furthestStage: Stage, facts = nothing) => variantFor({ outcome: 'rejected', furthestStage, facts });

describe('the variant of a debrief', () => {
  it('is R0 for a no before anybody talked with the client, whatever the stage says', () => {
    for (const stage of [
      'saved',
      'preparing',
      'applied',
      'screening',
      'assessment',
      'phone_screen',
      'interview',
    ] as const)
      expect(rejectedAt(stage)).toBe('R0');
  });

  it('is R1 after a talk, also for one that came no further than a test, or missed the interview', () => {
    for (const stage of ['phone_screen', 'assessment', 'interview'] as const)
      expect(rejectedAt(stage, talked)).toBe('R1');
  });

  it('is R2 after one interview, also when the coach recorded none of its rounds', () => {
    expect([0, 1].map((rounds) => rejectedAt('interview', met(rounds)))).toEqual(['R2', 'R2']);
  });

  it('is R3 after two rounds, and whenever references were checked', () => {
    expect([2, 5].map((rounds) => rejectedAt('interview', met(rounds)))).toEqual(['R3', 'R3']);
    expect(rejectedAt('reference_check', { ...nothing, checkedReferences: true })).toBe('R3');
  });

  it('is R4 once an offer was in sight, and for every offer taken back', () => {
    for (const stage of ['conditional_offer', 'check', 'offer'] as const) expect(rejectedAt(stage, met(2))).toBe('R4');
    expect(variantFor({ outcome: 'offer_withdrawn', furthestStage: 'interview', facts: met(1) })).toBe('R4');
  });

  it('is R5 for silence and R6 when the client stepped out, at any stage', () => {
    for (const furthestStage of stages) {
      expect(variantFor({ outcome: 'no_response', furthestStage, facts: met(2) })).toBe('R5');
      expect(variantFor({ outcome: 'withdrawn', furthestStage, facts: met(2) })).toBe('R6');
      expect(variantFor({ outcome: 'declined', furthestStage, facts: met(2) })).toBe('R6');
    }
  });

  it('has an answer for every ending at every stage, and never a shorter one further on', () => {
    for (const outcome of outcomes) {
      for (const facts of [nothing, talked, met(1)]) {
        const row = stages.map((furthestStage) => variantFor({ outcome, furthestStage, facts }));
        expect(row).toEqual([...row].sort());
      }
    }
  });

  it('is issued in this release only for R0 to R3', () => {
    expect((['R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6'] as const).filter(isIssued)).toEqual(['R0', 'R1', 'R2', 'R3']);
  });
});

describe('the life of a debrief', () => {
  it('has a sound table of moves', () => {
    expect(flawsOf(debriefMachine)).toEqual([]);
    expect(Object.keys(debriefMachine.moves)).toEqual([...debriefStatuses]);
  });

  it('can be skipped at any time before it is handed in, and taken up again', () => {
    for (const state of ['issued', 'opened', 'in_progress'] as const)
      expect(canMove(debriefMachine, state, 'skipped')).toBe(true);
    expect(canMove(debriefMachine, 'skipped', 'in_progress')).toBe(true);
    expect(canMove(debriefMachine, 'submitted', 'skipped')).toBe(false);
  });

  it('ends with the coach’s review or by lapsing', () => {
    expect(debriefStatuses.filter((state) => debriefMachine.moves[state].length === 0)).toEqual(['reviewed', 'lapsed']);
  });

  it('takes answers until it is handed in or has lapsed', () => {
    expect(debriefStatuses.filter(isOpenForAnswers)).toEqual(['issued', 'opened', 'in_progress', 'skipped']);
  });

  it('refuses a move that is not in the table, by name', () => {
    expect(() => requireMove('opened', 'submitted')).not.toThrow();
    const error = (() => {
      try {
        requireMove('lapsed', 'in_progress');
      } catch (thrown) {
        return thrown;
      }
      return null;
    })();
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      kind: 'conflict',
      code: 'debrief.move-not-allowed',
      parameters: { from: 'lapsed', to: 'in_progress' },
    });
  });

  it('is moved on by staff alone where staff may; what the client and the clock do is not offered', () => {
    expect(debriefStatuses.map((status) => [status, nextOf(status)])).toEqual([
      [
        'issued',
        [
          { to: 'in_progress', needs: ['answers'] },
          { to: 'skipped', needs: [] },
        ],
      ],
      [
        'opened',
        [
          { to: 'in_progress', needs: ['answers'] },
          { to: 'submitted', needs: [] },
          { to: 'skipped', needs: [] },
        ],
      ],
      [
        'in_progress',
        [
          { to: 'submitted', needs: [] },
          { to: 'skipped', needs: [] },
        ],
      ],
      ['submitted', [{ to: 'reviewed', needs: [] }]],
      ['reviewed', []],
      ['skipped', [{ to: 'in_progress', needs: ['answers'] }]],
      ['lapsed', []],
    ]);
  });

  it('follows every ending but a start and a double', () => {
    expect(outcomes.filter((outcome) => !isNo(outcome))).toEqual(['hired', 'duplicate']);
  });

  it('lapses when the 21st day is over on the client’s calendar, not at the hour at which it was issued', () => {
    const issued = new Date('2026-11-23T18:30:00Z');
    expect(lapsesAt(issued, 'America/Los_Angeles').toISOString()).toBe('2026-12-15T08:00:00.000Z');
    expect(lapsesAt(issued, 'Asia/Tokyo').toISOString()).toBe('2026-12-15T15:00:00.000Z');
    // The clocks are set back in between: the day is over at its own midnight.
    expect(lapsesAt(new Date('2026-10-20T03:00:00Z'), 'America/New_York').toISOString()).toBe(
      '2026-11-10T05:00:00.000Z',
    );
    expect(lastDayBefore('America/Los_Angeles', lapsesAt(issued, 'America/Los_Angeles'))).toBe('2026-12-14');
  });
});

describe('kind timing', () => {
  it('brings a call instead of a form from the third no in a week, by the days on which they were decided', () => {
    const days = (...given: number[]) => given.map((day) => `2026-11-${String(day).padStart(2, '0')}`);
    const week = (given: number[], of: number) => tooManyNos(days(...given), days(of)[0] ?? '');
    expect(week([20, 20], 20)).toBeNull();
    expect(week([14, 20, 20], 20)).toEqual({ from: '2026-11-14', to: '2026-11-20' });
    expect(week([13, 14, 20], 20)).toBeNull();
    // In whatever order they are written down: the third may be the earliest.
    expect(week([9, 10, 11], 9)).toEqual({ from: '2026-11-05', to: '2026-11-15' });
    expect(week([3, 4, 5, 20], 20)).toBeNull();
  });

  it('follows a no of the last three weeks, and an older one when the coach asks', () => {
    const follows = (decidedOn: string, asked?: boolean) => followsNo(decidedOn, '2026-11-28', asked ?? null);
    expect([follows('2026-11-28'), follows('2026-11-07'), follows('2026-11-06')]).toEqual([true, true, false]);
    expect([follows('2026-05-01', true), follows('2026-11-28', false)]).toEqual([true, false]);
  });

  const stands = { skipReason: null, isTakenBack: false };
  it('takes no answers and makes no moves once it was withdrawn, by whatever cause', () => {
    for (const skipReason of ['taken_back', 'call_instead'])
      expect(isWithdrawn({ ...stands, status: 'skipped', skipReason })).toBe(true);
    for (const skipReason of [null, 'not_wanted'])
      expect(isWithdrawn({ ...stands, status: 'skipped', skipReason })).toBe(false);
    expect(isWithdrawn({ ...stands, status: 'opened', skipReason: 'taken_back' })).toBe(false);
  });

  it('is withdrawn from the moment the no is taken back, unless it was handed in', () => {
    const of = (status: DebriefStatus) => isWithdrawn({ status, skipReason: null, isTakenBack: true });
    expect(debriefStatuses.filter(of)).toEqual(['issued', 'opened', 'in_progress', 'skipped']);
  });

  it('sends no mail from 20:00 to 08:00 on the client’s clock', () => {
    const zone = 'America/Los_Angeles';
    const night = { from: '20:00', to: '08:00' };
    const sent = (local: string, quietHours: typeof night | null = night): string =>
      mailMoment(new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds), zone, quietHours)
        .toTemporalInstant()
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' });
    expect(sent('2026-11-23T19:59')).toBe('2026-11-23T19:59');
    expect(sent('2026-11-23T20:00')).toBe('2026-11-24T08:00');
    expect(sent('2026-11-24T00:30')).toBe('2026-11-24T08:00');
    expect(sent('2026-11-24T07:59')).toBe('2026-11-24T08:00');
    expect(sent('2026-11-24T08:00')).toBe('2026-11-24T08:00');
    expect(sent('2026-11-30T23:30')).toBe('2026-12-01T08:00');
    expect(sent('2026-11-30T23:30', null)).toBe('2026-11-30T23:30');
  });

  it('keeps quiet until the hours end for good, on the night on which an hour comes twice', () => {
    // Los Angeles, 1 November 2026: 01:00 to 02:00 comes at 08:00Z and again at 09:00Z.
    const zone = 'America/Los_Angeles';
    const moment = (instant: string, from: string, to: string): string =>
      mailMoment(new Date(instant), zone, { from, to }).toISOString().slice(11, 16);
    const untilHalfPast = (instant: string) => moment(instant, '20:00', '01:30');
    // 01:15 for the first time, 01:45 for the first time, 01:15 for the second: 01:30 is over at 09:30Z only.
    expect(['08:15', '08:45', '09:15', '09:30'].map((time) => untilHalfPast(`2026-11-01T${time}:00Z`))).toEqual([
      ...['09:30', '09:30', '09:30', '09:30'],
    ]);
    // They begin once, with the first of the two.
    const fromHalfPast = (instant: string) => moment(instant, '01:30', '08:00');
    expect(['08:15', '08:30', '09:15', '15:59'].map((time) => fromHalfPast(`2026-11-01T${time}:00Z`))).toEqual([
      ...['08:15', '16:00', '16:00', '16:00'],
    ]);
    // 14 March 2027: 02:00 to 03:00 does not come. 01:59 is quiet, and the mail leaves in the hour after.
    expect(moment('2027-03-14T09:59:00Z', '20:00', '02:30')).toBe('10:30');
  });

  it('takes hours that end when they begin for none', () => {
    const noon = new Date('2026-11-23T12:00:00Z');
    expect(mailMoment(noon, 'UTC', { from: '08:00', to: '08:00' })).toBe(noon);
  });

  it('keeps the quiet hours of the settings, also within one day', () => {
    const at = (local: string): string =>
      mailMoment(new Date(`${local}Z`), 'UTC', { from: '12:30', to: '14:00' })
        .toISOString()
        .slice(0, 16);
    expect(['12:29', '12:30', '13:59', '14:00'].map((time) => at(`2026-11-23T${time}`))).toEqual([
      '2026-11-23T12:29',
      '2026-11-23T14:00',
      '2026-11-23T14:00',
      '2026-11-23T14:00',
    ]);
  });
});
