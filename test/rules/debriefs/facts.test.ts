import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { interview, record } from './records.js';

describe('the facts of an application', () => {
  it('know an interview by its stage', () => {
    expect(factsOf(record({ stagesReached: ['applied', 'interview'] })).reachedInterview).toBe(true);
    expect(factsOf(record({ stagesReached: ['applied', 'phone_screen'] })).reachedInterview).toBe(false);
  });

  it('know no interview when every meeting was cancelled, missed or is still ahead', () => {
    for (const course of ['planned', 'cancelled', 'missed'] as const) {
      const facts = factsOf(
        record({
          stagesReached: ['applied', 'interview'],
          interviews: [interview({ course, people: [{ name: 'Sam' }] })],
        }),
      );
      expect(facts).toMatchObject({ reachedInterview: false, roundCount: 0, peopleMet: [] });
    }
  });

  it('know a talk that took place by one meeting of its kind, whatever became of the others', () => {
    const stagesReached = ['applied', 'phone_screen', 'interview'] as const;
    const screen = interview({ kind: 'phone_screen', course: 'cancelled' });
    const interviews = [screen, interview({ course: 'missed' }), interview({ round: 2 })];
    expect(factsOf(record({ stagesReached, interviews }))).toMatchObject({
      reachedPhoneScreen: false,
      reachedInterview: true,
    });
  });

  it('take no phone screen for an interview', () => {
    const interviews = [interview({ kind: 'phone_screen' })];
    const facts = factsOf(record({ stagesReached: ['applied', 'phone_screen'], interviews }));
    expect(facts).toMatchObject({ reachedPhoneScreen: true, reachedInterview: false });
  });

  it('suppose no stage that is not in the record', () => {
    const facts = factsOf(record({ stagesReached: ['applied', 'reference_check'] }));
    expect(facts).toMatchObject({ hasApplied: true, reachedPhoneScreen: false, reachedInterview: false });
    expect(factsOf(record({ stagesReached: ['saved', 'preparing'] })).hasApplied).toBe(false);
    expect(factsOf(record({ stagesReached: [] })).hasApplied).toBe(false);
  });

  it('count rounds, not meetings: three talks in one round are one round', () => {
    const stagesReached = ['applied', 'interview'] as const;
    const rounds = (...given: (number | null)[]): number =>
      factsOf(record({ stagesReached, interviews: given.map((round) => interview({ round })) })).roundCount;
    expect(rounds(1, 1, 1)).toBe(1);
    expect(rounds(1, 2)).toBe(2);
    expect(rounds(null, null)).toBe(2);
  });

  it('name each person once', () => {
    const people = [{ name: 'Sam Lee', role: 'Chef' }, { name: ' sam lee ' }, { name: '  ' }];
    const facts = factsOf(record({ stagesReached: ['interview'], interviews: [interview({ people })] }));
    expect(facts.peopleMet).toEqual([{ name: 'Sam Lee', role: 'Chef', round: 1 }]);
  });

  it('leave out restricted barriers', () => {
    const barrierKinds = [
      'criminal_record',
      'transport',
      'disability_access',
      'health',
      'behavioral',
      'safety',
      'english',
    ];
    expect(factsOf(record({ barrierKinds })).barriers).toEqual(['transport', 'english']);
  });
});
