import { type Statement, statement } from '../statement.js';
import type { Step } from './one-trip.js';

/*
 * Steps that fail in the database when they meet no row, so that what stands behind them in the same trip, the commit
 * above all, is never reached. PostgreSQL has no "raise" in SQL: they divide by the number of rows.
 */

const DIVISION_BY_ZERO = '22012';

const made = new WeakMap<Statement, Statement>();

function once(of: Statement, text: (of: string) => string): Statement {
  let must = made.get(of);
  if (!must) {
    must = statement(`${of.name}.must`, text(of.text));
    made.set(of, must);
  }
  return must;
}

const meaning =
  (none: () => Error, before: Step['meaning']) =>
  (error: unknown): Error | undefined =>
    (error as { code?: unknown }).code === DIVISION_BY_ZERO ? none() : before?.(error);

/** A conditional change without `returning`: `none` is the error when it touches no row. */
export const mustChange = (step: Step, none: () => Error): Step => ({
  statement: once(step.statement, (text) => `with changed as (${text} returning 1) select 1 / count(*) from changed`),
  values: step.values,
  meaning: meaning(none, step.meaning),
});

/** A look-up of one row: `none` is the error when there is none. */
export const mustFind = (step: Step, none: () => Error): Step => ({
  statement: once(
    step.statement,
    (text) => `select found.* from (values (1)) as one left join (${text}) found on true
                where 1 / (found is distinct from null)::int = 1`,
  ),
  values: step.values,
  meaning: meaning(none, step.meaning),
});
