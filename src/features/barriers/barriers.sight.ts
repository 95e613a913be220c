import { outOfTheWay } from './barriers.rules.js';

/** Which barriers stand between a client and work, as the SQL predicate that the rooms above use. */
export const standsInTheWay = (alias: string): string =>
  `${alias}.deleted_at is null and ${alias}.status not in (${outOfTheWay.map((status) => `'${status}'`).join(', ')})`;
