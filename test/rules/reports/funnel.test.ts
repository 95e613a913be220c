import { describe, expect, it } from '@jest/globals';
import { buildFunnel, type FunnelRow } from '../../../src/features/reports/pipeline-funnel/funnel.rules.js';

const policy = { threshold: 11 };
const stages = ['applied', 'phone_screen', 'interview', 'offer', 'started'];
const outcomes = ['hired', 'rejected', 'no_response', 'withdrawn', 'declined', 'offer_withdrawn', 'closed_position'];
const build = (...rows: [string, string | null, number][]) =>
  buildFunnel(
    rows.map(([furthestStage, outcome, count]): FunnelRow => ({ furthestStage, outcome, count })),
    { steps: stages, outcomes },
    policy,
  );
const reached = (funnel: ReturnType<typeof build>) => funnel.steps.map(({ reached: { value } }) => value);

describe('the funnel', () => {
  it('counts an application that ended in "no" where it got to', () => {
    const funnel = build(
      ['applied', 'no_response', 40],
      ['phone_screen', 'rejected', 30],
      ['interview', 'rejected', 20],
    );
    expect(reached(funnel)).toEqual([90, 50, 20, 0, 0]);
    expect(funnel.outcomes).toMatchObject({ rejected: { value: 50 }, no_response: { value: 40 }, open: { value: 0 } });
  });

  it('gives rates from stage to stage and from the start', () => {
    const { steps, noResponse } = build(
      ['applied', 'no_response', 40],
      ['phone_screen', 'rejected', 30],
      ['interview', null, 30],
    );
    expect(steps.map(({ fromStepBefore }) => fromStepBefore?.percent)).toEqual([undefined, 60, 50, 5, null]);
    expect(steps[3]?.fromStepBefore).toMatchObject({ percent: 5, coded: 'under' }); // 0 of 30
    expect(steps.map(({ fromStart }) => fromStart.percent)).toEqual([100, 60, 30, 0, 0]);
    expect(noResponse.percent).toBe(40);
  });

  it('has one step per stage even for no application at all, and no rate', () => {
    const { steps, noResponse } = build();
    expect(steps.map(({ stage }) => stage)).toEqual(stages);
    expect(steps.every(({ reached: { value }, fromStart }) => value === 0 && fromStart.suppressed)).toBe(true);
    expect(noResponse.suppressed).toBe(true);
  });

  it('hides steps whose difference tells a small number, and the rates on them', () => {
    const { steps } = build(['applied', 'rejected', 40], ['phone_screen', 'rejected', 5], ['interview', null, 50]);
    expect(steps.map(({ reached: { value } }) => value)).toEqual([95, 55, null, 0, 0]);
    expect(steps[2]?.fromStepBefore?.suppressed).toBe(true);
    expect(steps[3]?.fromStepBefore?.suppressed).toBe(true);
  });

  it('hides the starts in both tables or in none', () => {
    const next = [0, 3, 9, 11, 12, 15, 25, 40];
    for (const offer of next) {
      for (const started of next) {
        for (const declined of next) {
          const funnel = build(
            ['applied', 'rejected', 60],
            ['offer', 'declined', declined],
            ['offer', null, offer],
            ['started', 'hired', started],
          );
          expect(funnel.steps[4]?.reached).toEqual(funnel.outcomes.hired);
          const open = funnel.outcomes.open?.value;
          expect(open !== undefined && open !== null && open > 0 && open < 11).toBe(false);
        }
      }
    }
  });

  it('does not lose a stage or an outcome that it does not know', () => {
    expect(() => build(['dreaming', null, 3])).toThrow(RangeError);
    expect(() => build(['applied', 'duplicate', 3])).toThrow(RangeError);
  });
});
