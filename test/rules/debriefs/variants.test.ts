import { describe, expect, it } from '@jest/globals';
import { outcomes, type Stage, stages } from '../../../src/features/applications/stages.rules.js';
import {
  debriefMachine,
  debriefStates,
  firstNameOf,
  isIssued,
  isNo,
  isOpenForAnswers,
  lapsesAt,
  mailMoment,
  nextOf,
  requireMove,
  variantFor,
  wayOfIssuing,
} from '../../../src/features/debriefs/debriefs.rules.js';
import { AppError } from '../../../src/kernel/errors.js';
import { canMove, flawsOf } from '../../../src/kernel/state-machine.js';

const rejectedAt = (furthestStage: Stage, interviewRounds = 0, reachedPhoneScreen?: boolean) =>
  variantFor({
    outcome: 'rejected',
    furthestStage,
    interviewRounds,
    ...(reachedPhoneScreen === undefined ? {} : { reachedPhoneScreen }),
  });

describe('the variant of a debrief', () => {
  it('is R0 for a no before anybody talked with the client', () => {
    for (const stage of ['saved', 'preparing', 'applied', 'screening'] as const) expect(rejectedAt(stage)).toBe('R0');
    expect(rejectedAt('applied', 0, true)).toBe('R0');
  });

  it('is R1 after a phone screen', () => {
    expect(rejectedAt('phone_screen')).toBe('R1');
  });

  it('is R1 for a test after a phone screen, but R0 for a test that everybody got', () => {
    expect(rejectedAt('assessment', 0, true)).toBe('R1');
    expect(rejectedAt('assessment', 0, false)).toBe('R0');
    expect(rejectedAt('assessment')).toBe('R0');
  });

  it('is R2 after one interview, also when the coach recorded none of its rounds', () => {
    expect(rejectedAt('interview', 0)).toBe('R2');
    expect(rejectedAt('interview', 1)).toBe('R2');
  });

  it('is R3 after two rounds, and whenever references were asked', () => {
    expect(rejectedAt('interview', 2)).toBe('R3');
    expect(rejectedAt('interview', 5)).toBe('R3');
    expect(rejectedAt('reference_check', 0)).toBe('R3');
  });

  it('does not turn meetings before the interview stage into an interview', () => {
    expect(rejectedAt('applied', 2)).toBe('R0');
    expect(rejectedAt('phone_screen', 3)).toBe('R1');
  });

  it('is R4 once an offer was in sight, and for every offer taken back', () => {
    for (const stage of ['conditional_offer', 'check', 'offer'] as const) expect(rejectedAt(stage, 2)).toBe('R4');
    expect(variantFor({ outcome: 'offer_withdrawn', furthestStage: 'interview', interviewRounds: 1 })).toBe('R4');
  });

  it('is R5 for silence and R6 when the client stepped out, at any stage', () => {
    for (const furthestStage of stages) {
      expect(variantFor({ outcome: 'no_response', furthestStage, interviewRounds: 2 })).toBe('R5');
      expect(variantFor({ outcome: 'withdrawn', furthestStage, interviewRounds: 2 })).toBe('R6');
      expect(variantFor({ outcome: 'declined', furthestStage, interviewRounds: 2 })).toBe('R6');
    }
  });

  it('has an answer for every ending at every stage, and never a shorter one further on', () => {
    for (const outcome of outcomes) {
      const row = stages.map((furthestStage) =>
        variantFor({ outcome, furthestStage, interviewRounds: 1, reachedPhoneScreen: true }),
      );
      expect(row).toEqual([...row].sort());
    }
  });

  it('is issued in this release only for R0 to R3', () => {
    expect((['R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6'] as const).filter(isIssued)).toEqual(['R0', 'R1', 'R2', 'R3']);
  });
});

describe('the life of a debrief', () => {
  it('has a sound table of moves', () => {
    expect(flawsOf(debriefMachine)).toEqual([]);
    expect(Object.keys(debriefMachine.moves)).toEqual([...debriefStates]);
  });

  it('can be skipped at any time before it is handed in, and taken up again', () => {
    for (const state of ['issued', 'opened', 'in_progress'] as const)
      expect(canMove(debriefMachine, state, 'skipped')).toBe(true);
    expect(canMove(debriefMachine, 'skipped', 'in_progress')).toBe(true);
    expect(canMove(debriefMachine, 'submitted', 'skipped')).toBe(false);
  });

  it('ends with the coach’s review or by lapsing', () => {
    expect(debriefStates.filter((state) => debriefMachine.moves[state].length === 0)).toEqual(['reviewed', 'lapsed']);
  });

  it('takes answers until it is handed in or has lapsed', () => {
    expect(debriefStates.filter(isOpenForAnswers)).toEqual(['issued', 'opened', 'in_progress', 'skipped']);
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
    expect(debriefStates.map((status) => [status, nextOf(status)])).toEqual([
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

  it('is signed with the first word of a name', () => {
    expect(['Ana Silva', '  Ana\u00a0 Silva', 'Ana'].map(firstNameOf)).toEqual(['Ana', 'Ana', 'Ana']);
  });

  it('lapses after 21 days', () => {
    expect(lapsesAt(new Date('2026-11-23T18:30:00Z')).toISOString()).toBe('2026-12-14T18:30:00.000Z');
  });
});

describe('kind timing', () => {
  it('brings a call instead of a form at the third no in a week', () => {
    expect([1, 2, 3, 7].map((nos) => wayOfIssuing({ nosInLastSevenDays: nos }))).toEqual([
      'checklist',
      'checklist',
      'coach_call',
      'coach_call',
    ]);
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
