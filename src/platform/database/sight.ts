import type { Reach } from '../../access/policy.js';

/** The user of this transaction, in SQL. */
export const ME = `(select nullif(current_setting('app.user_id', true), '')::uuid)`;

/** One statement or list for each reach, because each has its own plan and index. */
export type BySight<Of> = Readonly<Record<Reach, Of>>;

export const bySight = <Of>(make: (reach: Reach) => Of): BySight<Of> => ({
  none: make('none'),
  own: make('own'),
  organization: make('organization'),
});
