import {
  type Shown,
  type ShownRate,
  type SuppressionPolicy,
  suppressChain,
  suppressPartition,
  suppressRate,
} from '../suppression/suppression.rules.js';

/** The last stage, which is an ending too: a job that began. */
const started = 'started';

/** The steps of the funnel: the stages of an application from the day of applying on, in order. */
export const funnelStages = [
  'applied',
  'screening',
  'phone_screen',
  'assessment',
  'interview',
  'reference_check',
  'conditional_offer',
  'check',
  'offer',
  'accepted',
  started,
] as const;

/** How an application ends without a start. */
export const funnelOutcomes = [
  'rejected',
  'no_response',
  'withdrawn',
  'declined',
  'offer_withdrawn',
  'closed_position',
] as const;

/**
 * One row of the cohort: how many applications got as far as `furthestStage` and stand or ended as `outcome` (null:
 * still open). A cohort is the applications of a period by the day of applying, not by the day of a later event.
 */
export interface FunnelRow {
  furthestStage: string;
  outcome: string | null;
  count: number;
}

export interface FunnelStep {
  stage: string;
  /** Applications that got here or further, whatever became of them later. */
  reached: Shown;
  /** Of those at the step before, the share that got here; null for the first step. */
  fromStepBefore: ShownRate | null;
  /** Of all in the cohort. */
  fromStart: ShownRate;
}

export interface Funnel {
  steps: FunnelStep[];
  /** Where they stand: `open`, `started` and each outcome. */
  outcomes: Record<string, Shown>;
  /** Of all in the cohort, the share that never got an answer. */
  noResponse: ShownRate;
}

/**
 * The pipeline funnel by furthest stage. An application that ended in "no" counts in every step up to where it got,
 * so ten interviews that ended in "no" read as ten interviews. Throws a RangeError for a stage that `stages` does not
 * hold: a count that silently falls out would make every rate wrong.
 */
export function buildFunnel(
  rows: readonly FunnelRow[],
  { stages, outcomes }: { stages: readonly string[]; outcomes: readonly string[] },
  policy: SuppressionPolicy,
): Funnel {
  const endedAt = stages.map(() => 0);
  const standing: Record<string, number> = Object.fromEntries(['open', started, ...outcomes].map((key) => [key, 0]));
  for (const { furthestStage, outcome, count } of rows) {
    const at = stages.indexOf(furthestStage);
    const where = outcome ?? (furthestStage === started ? started : 'open');
    if (at < 0 || standing[where] === undefined) throw new RangeError(`funnel: unknown ${furthestStage} or ${where}`);
    endedAt[at] = (endedAt[at] ?? 0) + count;
    standing[where] += count;
  }
  const chain = suppressChain(
    stages.map((_, at) => endedAt.slice(at).reduce((sum, count) => sum + count, 0)),
    policy,
  );
  // Those who started stand in both tables: hidden in one, hidden in the other.
  const isHidden = chain[stages.indexOf(started)]?.suppressed ?? false;
  const ends = suppressPartition<string>(standing, policy, isHidden ? [started] : []);
  const reached = chain.map((count, at) =>
    stages[at] === started && ends.parts[started]?.suppressed ? ends.parts[started] : count,
  );
  const first = reached[0] ?? ends.total;
  return {
    steps: stages.map((stage, at) => {
      const here = reached[at] ?? first;
      const before = reached[at - 1];
      return {
        stage,
        reached: here,
        fromStepBefore: before ? suppressRate(here, before, policy) : null,
        fromStart: suppressRate(here, first, policy),
      };
    }),
    outcomes: ends.parts,
    noResponse: suppressRate(ends.parts.no_response ?? { value: 0, suppressed: false }, first, policy),
  };
}
