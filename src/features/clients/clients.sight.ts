import type { Reach } from '../../access/policy.js';
import { ME } from '../../platform/database/sight.js';

/** How answers point at a client: by the name they want to be called. */
export const clientRef = (alias: string) => ({
  id: `${alias}.id`,
  name: `coalesce(${alias}.preferred_name, ${alias}.legal_name)`,
});

/**
 * Which clients an actor sees, as the one SQL predicate that lists, look-ups, counts, reports and the rooms above use.
 * The organization itself is the business of row security and of each query's first key.
 */
export function clientSight(reach: Reach, alias: string): string {
  switch (reach) {
    case 'none':
      return 'false';
    case 'own':
      return `${alias}.coach_id = ${ME} and ${alias}.deleted_at is null`;
    case 'organization':
      return `${alias}.deleted_at is null`;
  }
}

/**
 * The same for a whole organization, by the few who are deleted instead of by each who stands: for counts over rows that
 * name their client, and need nothing else of it.
 */
export const clientStands = (row: string): string =>
  `not exists (select from clients gone where gone.organization_id = ${row}.organization_id
                  and gone.id = ${row}.client_id and gone.deleted_at is not null)`;
