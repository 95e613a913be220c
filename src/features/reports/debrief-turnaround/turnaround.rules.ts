import { withdrawals } from '../../debriefs/debriefs.rules.js';
import { outside } from '../suppression/linked-counts.rules.js';
import {
  type Quartiles,
  type Shown,
  type ShownQuartiles,
  type ShownRate,
  type SuppressionPolicy,
  suppressLinked,
  suppressQuartiles,
  suppressRate,
} from '../suppression/suppression.rules.js';

/** Set aside by itself: it was never the client's to answer, and is left out of all counts. */
export const nobodysChoice = withdrawals;

/** What became of the debriefs that a period issued. Each one is in `issued` and in exactly one of the others. */
export interface DebriefCounts {
  /** Issued and not opened yet. */
  waiting: number;
  /** Opened or begun, not handed in yet. */
  begun: number;
  /** Handed in, not yet read by the coach. */
  submitted: number;
  reviewed: number;
  skipped: number;
  lapsed: number;
}

export interface Turnaround {
  issued: Shown;
  waiting: Shown;
  begun: Shown;
  /** Handed in, read or not. */
  submitted: Shown;
  awaitingReview: Shown;
  reviewed: Shown;
  skipped: Shown;
  lapsed: Shown;
  /**
   * Handed in, of those that were due: a skipped debrief is a choice and no failure, and one that still waits has its
   * time, so neither counts against it.
   */
  answeredRate: ShownRate;
  reviewedRate: ShownRate;
  hoursRejectionToSubmitted: ShownQuartiles;
  hoursSubmittedToReviewed: ShownQuartiles;
}

/**
 * Debrief turnaround. Hours are between the instants of the two acts. Every count is hidden together with the others
 * that it could be computed from.
 */
export function buildTurnaround(
  counts: DebriefCounts,
  hours: { rejectionToSubmitted: Quartiles | null; submittedToReviewed: Quartiles | null },
  policy: SuppressionPolicy,
): Turnaround {
  const { waiting, begun, submitted: awaitingReview, reviewed, skipped, lapsed } = counts;
  const submitted = awaitingReview + reviewed;
  const due = submitted + lapsed;
  // issued → waiting + begun + skipped + due → lapsed + submitted → awaiting review + reviewed
  const shown = suppressLinked(
    [
      { key: 'issued', from: outside, to: 'issued', value: waiting + begun + skipped + due, isTotal: true },
      { key: 'waiting', from: 'issued', to: outside, value: waiting },
      { key: 'begun', from: 'issued', to: outside, value: begun },
      { key: 'skipped', from: 'issued', to: outside, value: skipped },
      { key: 'due', from: 'issued', to: 'due', value: due, isTotal: true },
      { key: 'lapsed', from: 'due', to: outside, value: lapsed },
      { key: 'submitted', from: 'due', to: 'submitted', value: submitted, isTotal: true },
      { key: 'awaitingReview', from: 'submitted', to: outside, value: awaitingReview },
      { key: 'reviewed', from: 'submitted', to: outside, value: reviewed },
    ],
    policy,
  );
  const get = (key: string): Shown => shown.get(key) ?? { value: null, suppressed: true };
  return {
    issued: get('issued'),
    waiting: get('waiting'),
    begun: get('begun'),
    submitted: get('submitted'),
    awaitingReview: get('awaitingReview'),
    reviewed: get('reviewed'),
    skipped: get('skipped'),
    lapsed: get('lapsed'),
    answeredRate: suppressRate(get('submitted'), get('due'), policy),
    reviewedRate: suppressRate(get('reviewed'), get('submitted'), policy),
    hoursRejectionToSubmitted: suppressQuartiles(hours.rejectionToSubmitted, policy),
    hoursSubmittedToReviewed: suppressQuartiles(hours.submittedToReviewed, policy),
  };
}
