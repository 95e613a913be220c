/** Which applications count: sent, not deleted, not written down twice. Whether the client stands is asked apart. */
export const thatCount = (application: string): string =>
  `${application}.applied_on is not null and ${application}.deleted_at is null
   and ${application}.outcome is distinct from 'duplicate'`;

const KEY = "a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing";

/**
 * Until when clients who were deleted are out of the counts for good: they cannot come back any more. `coalesce` outside
 * of the sub-select would keep the comparison from the index, because behind the wall it counts as leaky.
 */
const OUT_UNTIL = `(select coalesce(max(k.clients_out_until), '-infinity') from application_count_marks k where k.organization_id = $1)`;

/**
 * How many applications there are by day of applying, furthest stage and standing, as rows to be summed: what is folded,
 * what has changed since, and less those of clients who are deleted and could still come back. Exact in any snapshot,
 * because whoever changes an application writes its delta in the same transaction. `$1` is the organization.
 */
export const COUNTED_APPLICATIONS = `
  select applied_on, furthest_stage, standing, count from application_counts where organization_id = $1
   union all
  select applied_on, furthest_stage, standing, change from application_count_deltas where organization_id = $1
   union all
  select ${KEY}, -1
    from clients c join applications a on a.organization_id = c.organization_id and a.client_id = c.id
   where c.organization_id = $1 and c.deleted_at > ${OUT_UNTIL} and ${thatCount('a')}`;
