import { describe, expect, it } from '@jest/globals';
import {
  buildTurnaround,
  type DebriefCounts,
} from '../../../src/features/reports/debrief-turnaround/turnaround.rules.js';

const policy = { threshold: 11 };
const large: DebriefCounts = { waiting: 12, begun: 13, submitted: 20, reviewed: 60, skipped: 14, lapsed: 20 };
const hours = {
  rejectionToSubmitted: { n: 80, p25: 20.2, median: 40.6, p75: 70 },
  submittedToReviewed: { n: 60, p25: 2, median: 9.5, p75: 30 },
};
const build = (over: Partial<DebriefCounts> = {}) => buildTurnaround({ ...large, ...over }, hours, policy);

describe('debrief turnaround', () => {
  it('counts what was issued and what became of it', () => {
    expect(build()).toMatchObject({
      issued: { value: 139 },
      waiting: { value: 12 },
      begun: { value: 13 },
      submitted: { value: 80 },
      awaitingReview: { value: 20 },
      reviewed: { value: 60 },
      skipped: { value: 14 },
      lapsed: { value: 20 },
      answeredRate: { percent: 80 },
      reviewedRate: { percent: 75 },
    });
  });

  it('does not count a skipped debrief, or one that still has time, as a failure', () => {
    for (const over of [{ skipped: 500 }, { waiting: 500 }, { begun: 500 }]) {
      expect(build(over).answeredRate.percent).toBe(80);
    }
    expect(build({ lapsed: 80 }).answeredRate.percent).toBe(50);
  });

  it('tells hours as median and quartiles, from eleven cases on', () => {
    expect(build().hoursRejectionToSubmitted).toEqual({ p25: 20, median: 41, p75: 70, suppressed: false });
    const few = { ...hours, submittedToReviewed: { ...hours.submittedToReviewed, n: 10 } };
    expect(buildTurnaround(large, few, policy).hoursSubmittedToReviewed.median).toBeNull();
  });

  it('hides a small count, and what it could be computed from, with the rates on it', () => {
    const { reviewed, awaitingReview, submitted, reviewedRate } = build({ submitted: 3 });
    expect(awaitingReview.suppressed).toBe(true);
    const visible = [reviewed, submitted].filter(({ suppressed }) => !suppressed);
    expect(visible.length).toBeLessThan(2);
    expect(reviewedRate.suppressed).toBe(true);
  });

  it('is all zero, and hides nothing, when nothing was issued', () => {
    const none = { waiting: 0, begun: 0, submitted: 0, reviewed: 0, skipped: 0, lapsed: 0 };
    const empty = buildTurnaround(none, { rejectionToSubmitted: null, submittedToReviewed: null }, policy);
    expect(empty).toMatchObject({
      issued: { value: 0 },
      lapsed: { value: 0 },
      hoursSubmittedToReviewed: { suppressed: false },
    });
  });
});
