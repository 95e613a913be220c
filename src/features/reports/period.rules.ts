import { addDays, type Day } from '../../kernel/days.js';
import { refused } from '../../kernel/errors.js';

/** Days in the organization's time zone, the first and the last included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** Days of a report when nobody says how many. */
export const usualDays = 90;
/** Longest period, in years: enough for every funder's look back, and a bound on the work of one request. */
export const longestYears = 5;

/**
 * The period that was asked for; without `to` up to today, without `from` 90 days long.
 * Refuses `report.period-backwards`, and `report.period-too-long` over five years.
 */
export function periodOf(asked: { from?: Day | undefined; to?: Day | undefined }, today: Day): Period {
  const to = asked.to ?? today;
  const from = asked.from ?? addDays(to, 1 - usualDays);
  if (from > to) throw refused('report.period-backwards', { from, to });
  if (to >= yearsAfter(from, longestYears)) throw refused('report.period-too-long', { years: longestYears });
  return { from, to };
}

const yearsAfter = (day: Day, years: number): Day => Temporal.PlainDate.from(day).add({ years }).toString();
