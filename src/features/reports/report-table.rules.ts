import type { Turnaround } from './debrief-turnaround/turnaround.rules.js';
import type { Funnel } from './pipeline-funnel/funnel.rules.js';
import type { Shown, ShownQuartiles, ShownRate } from './suppression/suppression.rules.js';

/*
 * A report as rows and columns. Every form of it (JSON, CSV) is written from this table, whose cells come out of the
 * suppression: no form can show a number that another hides.
 */

export const reportNames = ['pipeline-funnel', 'debrief-turnaround'] as const;
export type ReportName = (typeof reportNames)[number];

export const units = ['count', 'percent', 'hours'] as const;
export interface Column {
  readonly code: string;
  readonly unit: (typeof units)[number];
}

export const columnsOf = {
  'pipeline-funnel': [
    { code: 'count', unit: 'count' },
    { code: 'ofStepBefore', unit: 'percent' },
    { code: 'ofAll', unit: 'percent' },
  ],
  'debrief-turnaround': [
    { code: 'count', unit: 'count' },
    { code: 'share', unit: 'percent' },
    { code: 'p25', unit: 'hours' },
    { code: 'median', unit: 'hours' },
    { code: 'p75', unit: 'hours' },
  ],
} as const satisfies Record<ReportName, readonly Column[]>;

/** A number, a hidden number, or (null and not suppressed) no number because there is no case. */
export interface Cell {
  value: number | null;
  isSuppressed: boolean;
  /** The end of a share that is told as "under 5" or "over 95". */
  bound: 'under' | 'over' | null;
}

/** `cells` has the columns that say something about this row. */
export interface Row {
  section: string;
  code: string;
  cells: Record<string, Cell>;
}

const count = ({ value, suppressed }: Shown): Cell => ({ value, isSuppressed: suppressed, bound: null });
const share = ({ percent, suppressed, coded }: ShownRate): Cell => ({
  value: percent,
  isSuppressed: suppressed,
  bound: coded,
});
const hours = ({ suppressed, ...quartiles }: ShownQuartiles): Record<string, Cell> =>
  Object.fromEntries(
    Object.entries(quartiles).map(([code, value]) => [code, { value, isSuppressed: suppressed, bound: null }]),
  );

/** `reached`: how many got that far or further. `standing`: where all of them are now; these rows add up. */
export const funnelRows = ({ steps, outcomes, noResponse }: Funnel): Row[] => [
  ...steps.map(({ stage, reached, fromStepBefore, fromStart }) => ({
    section: 'reached',
    code: stage,
    cells: {
      count: count(reached),
      ...(fromStepBefore ? { ofStepBefore: share(fromStepBefore) } : {}),
      ofAll: share(fromStart),
    },
  })),
  ...Object.entries(outcomes).map(([code, shown]) => ({
    section: 'standing',
    code,
    cells: { count: count(shown), ...(code === 'no_response' ? { ofAll: share(noResponse) } : {}) },
  })),
];

const statuses = [
  'issued',
  'waiting',
  'begun',
  'submitted',
  'awaitingReview',
  'reviewed',
  'skipped',
  'lapsed',
] as const satisfies readonly (keyof Turnaround)[];

/** `counts`, then the two shares, then the hours between the acts. */
export const turnaroundRows = (turnaround: Turnaround): Row[] => [
  ...statuses.map((code) => ({ section: 'counts', code, cells: { count: count(turnaround[code]) } })),
  { section: 'shares', code: 'answeredOfDue', cells: { share: share(turnaround.answeredRate) } },
  { section: 'shares', code: 'reviewedOfSubmitted', cells: { share: share(turnaround.reviewedRate) } },
  { section: 'hours', code: 'rejectionToSubmitted', cells: hours(turnaround.hoursRejectionToSubmitted) },
  { section: 'hours', code: 'submittedToReviewed', cells: hours(turnaround.hoursSubmittedToReviewed) },
];
