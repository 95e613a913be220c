import type { Reach } from '../../access/policy.js';

/** The user of this transaction, in SQL. */
export const ME = `(select nullif(current_setting('app.user_id', true), '')::uuid)`;

/** Which rows of a table of `RestorableRow`s a look-up takes: those that stand, or those that can be brought back. */
export const thatStand = (alias: string): string => `${alias}.deleted_at is null`;
export const thatCanComeBack = (alias: string): string => `${alias}.deleted_at > now() - interval '30 days'`;

/** One statement or list for each reach, because each has its own plan and index. */
export type BySight<Of> = Readonly<Record<Reach, Of>>;

export const bySight = <Of>(make: (reach: Reach) => Of): BySight<Of> => ({
  none: make('none'),
  own: make('own'),
  organization: make('organization'),
});
