import { outcomes, stages } from '../../applications/stages.rules.js';
import {
  type Shown,
  type ShownRate,
  type SuppressionPolicy,
  suppressChain,
  suppressPartition,
  suppressRate,
} from '../suppression/suppression.rules.js';

/** The last stage, and the outcome that comes with it: a job that began. */
const started = 'started';
const hired = 'hired';

/** Before the day of applying: no steps of the funnel. */
export const stagesBefore = stages.slice(0, stages.indexOf('applied'));

/** The steps of the funnel: the stages of an application from the day of applying on, in order. */
export const funnelStages = stages.slice(stages.indexOf('applied'));

/** How an application ends. What was written down twice is in no count. */
export const funnelOutcomes = outcomes.filter((outcome) => outcome !== 'duplicate');

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
  /** Where they stand: `open` and each outcome. */
  outcomes: Record<string, Shown>;
  /** Of all in the cohort, the share that never got an answer. */
  noResponse: ShownRate;
}

/**
 * The pipeline funnel by furthest stage. An application that ended in "no" counts in every step up to where it got,
 * so ten interviews that ended in "no" read as ten interviews. Throws a RangeError for a stage that `steps` does not
 * hold: a count that silently falls out would make every rate wrong.
 */
export function buildFunnel(
  rows: readonly FunnelRow[],
  { steps, outcomes }: { steps: readonly string[]; outcomes: readonly string[] },
  policy: SuppressionPolicy,
): Funnel {
  const endedAt = steps.map(() => 0);
  const standing: Record<string, number> = Object.fromEntries(['open', ...outcomes].map((key) => [key, 0]));
  for (const { furthestStage, outcome, count } of rows) {
    const at = steps.indexOf(furthestStage);
    const where = outcome ?? 'open';
    if (at < 0 || standing[where] === undefined) throw new RangeError(`funnel: unknown ${furthestStage} or ${where}`);
    endedAt[at] = (endedAt[at] ?? 0) + count;
    standing[where] += count;
  }
  const chain = suppressChain(
    steps.map((_, at) => endedAt.slice(at).reduce((sum, count) => sum + count, 0)),
    policy,
  );
  // Those who were hired stand in both tables: hidden in one, hidden in the other.
  const isHidden = chain[steps.indexOf(started)]?.suppressed ?? false;
  const ends = suppressPartition<string>(standing, policy, isHidden ? [hired] : []);
  const reached = chain.map((count, at) =>
    steps[at] === started && ends.parts[hired]?.suppressed ? ends.parts[hired] : count,
  );
  const first = reached[0] ?? ends.total;
  return {
    steps: steps.map((stage, at) => {
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
