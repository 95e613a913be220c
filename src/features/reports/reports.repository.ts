import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx } from '../../platform/database/tx.js';
import { COUNTED_APPLICATIONS, thatCount } from '../applications/application-counts.sight.js';
import { applicationSight, applicationStands } from '../applications/applications.sight.js';
import { type DebriefCounts, nobodysChoice } from './debrief-turnaround/turnaround.rules.js';
import type { Period } from './period.rules.js';
import { type FunnelRow, stagesBefore } from './pipeline-funnel/funnel.rules.js';
import type { Quartiles } from './suppression/suppression.rules.js';

/*
 * One statement per report, counted in the database: what comes here are groups, never people.
 * What is deleted, or of a deleted client or application, is out of sight, and so out of every count.
 */

const UNSENT = stagesBefore.map((stage) => `'${stage}'`).join(', ');

/** Whoever has a day of applying got at least as far as `applied`, whatever an import wrote. */
const STAGE = `case when furthest_stage in (${UNSENT}) then 'applied' else furthest_stage end as "furthestStage"`;

/** Of the whole organization from the counts that are kept; of a part of it application by application. */
const COHORT = bySight((reach) =>
  statement(
    `reports.cohort.${reach}`,
    reach === 'organization'
      ? `select ${STAGE}, nullif(standing, 'open') as outcome, sum(count)::int as count
           from (${COUNTED_APPLICATIONS}) as counted
          where applied_on >= $2 and applied_on <= $3
          group by 1, 2 having sum(count) <> 0`
      : `select ${STAGE}, a.outcome, count(*)::int as count
           from applications a
           join clients c on c.organization_id = a.organization_id and c.id = a.client_id
          where a.organization_id = $1 and a.applied_on >= $2 and a.applied_on <= $3
            and ${applicationSight(reach, 'a', 'c')} and ${thatCount('a')}
          group by 1, 2`,
  ),
);

const HOURS = (from: string, to: string): string => `extract(epoch from ${to} - ${from})::float8 / 3600`;
const QUARTILES = (hours: string): string =>
  `json_build_object('n', count(${hours}), 'at', percentile_cont(array[0.25, 0.5, 0.75]) within group (order by ${hours}))`;

const WITH_CLIENT = `join applications a on a.organization_id = d.organization_id and a.id = d.application_id
  join clients c on c.organization_id = d.organization_id and c.id = d.client_id where`;

/** What was withdrawn was nobody's choice, and is in no count. */
const IS_ASKED = `(d.skip_reason is null or d.skip_reason not in (${nobodysChoice.map((reason) => `'${reason}'`).join(', ')}))`;

/** The "no" counts from when it was written down. Of a whole organization everything stands in one index. */
const TURNAROUND = bySight((reach) =>
  statement(
    `reports.turnaround.${reach}`,
    `select count(*) filter (where d.status = 'issued')::int as waiting,
            count(*) filter (where d.status in ('opened', 'in_progress'))::int as begun,
            count(*) filter (where d.status = 'submitted')::int as submitted,
            count(*) filter (where d.status = 'reviewed')::int as reviewed,
            count(*) filter (where d.status = 'skipped')::int as skipped,
            count(*) filter (where d.status = 'lapsed')::int as lapsed,
            ${QUARTILES(HOURS('d.decision_recorded_at', 'd.submitted_at'))} as "rejectionToSubmitted",
            ${QUARTILES(HOURS('d.submitted_at', 'd.reviewed_at'))} as "submittedToReviewed"
       from debriefs d ${reach === 'organization' ? 'where' : WITH_CLIENT}
            d.organization_id = $1 and d.issued_at >= $2 and d.issued_at < $3 and ${IS_ASKED}
        and ${reach === 'organization' ? applicationStands('d') : applicationSight(reach, 'a', 'c')}`,
  ),
);

const LOCALE = statement('reports.locale', 'select locale from users where organization_id = $1 and id = $2');

interface Measured {
  n: number;
  at: [number, number, number] | null;
}
type TurnaroundRow = DebriefCounts & { rejectionToSubmitted: Measured; submittedToReviewed: Measured };

export interface TurnaroundFacts {
  readonly counts: DebriefCounts;
  readonly hours: { rejectionToSubmitted: Quartiles | null; submittedToReviewed: Quartiles | null };
}

@Injectable()
export class ReportsRepository {
  /** The applications of a period by day of applying, grouped by furthest stage and outcome. */
  cohort(tx: Tx, reach: Reach, { from, to }: Period): Promise<FunnelRow[]> {
    return tx.rows<FunnelRow & Record<string, unknown>>(COHORT[reach], [tx.organizationId, from, to]);
  }

  /** What became of the debriefs issued from one instant up to, not including, the other. */
  async turnaround(tx: Tx, reach: Reach, from: Date, before: Date): Promise<TurnaroundFacts> {
    const values = [tx.organizationId, from.toISOString(), before.toISOString()];
    const row = await tx.row<TurnaroundRow & Record<string, unknown>>(TURNAROUND[reach], values);
    if (!row) throw new Error('a count without GROUP BY has a row');
    const { rejectionToSubmitted, submittedToReviewed, ...counts } = row;
    return {
      counts,
      hours: {
        rejectionToSubmitted: quartiles(rejectionToSubmitted),
        submittedToReviewed: quartiles(submittedToReviewed),
      },
    };
  }

  /** The language that a member of staff has chosen. */
  async locale(tx: Tx, userId: string): Promise<string | null> {
    return (await tx.row<{ locale: string }>(LOCALE, [tx.organizationId, userId]))?.locale ?? null;
  }
}

function quartiles({ n, at }: Measured): Quartiles | null {
  return at ? { n, p25: at[0], median: at[1], p75: at[2] } : null;
}
