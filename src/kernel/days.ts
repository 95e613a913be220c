/** Days are strings `YYYY-MM-DD`; the organization's time zone decides which day an instant falls on. */
export type Day = string;

/** The day on the wall calendar of `timeZone` (IANA name) at `instant`. */
export const dayIn = (timeZone: string, instant: Date): Day =>
  instant.toTemporalInstant().toZonedDateTimeISO(timeZone).toPlainDate().toString();

export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** Monday to Friday; public holidays are not known here. */
export function addBusinessDays(day: Day, days: number): Day {
  let date = Temporal.PlainDate.from(day);
  for (let left = days; left > 0; ) {
    date = date.add({ days: 1 });
    if (date.dayOfWeek <= 5) left -= 1;
  }
  return date.toString();
}

/** The first instant of a day in a time zone, for turning day ranges into instant ranges. */
export const startOfDay = (timeZone: string, day: Day): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds);

/** The last day that counts when something ends at this instant: the day before, for an end at midnight. */
export const lastDayBefore = (timeZone: string, end: Date): Day => dayIn(timeZone, new Date(end.getTime() - 1));

/** When a day is over in a time zone: the first instant of the next. */
export const endOfDay = (timeZone: string, day: Day): Date => startOfDay(timeZone, addDays(day, 1));

/**
 * The IANA name of a time zone as it is written, `america/chicago` → `America/Chicago`; null for what is none. An offset is
 * none: it has no summer time, and PostgreSQL reads its sign the other way round.
 */
export function timeZoneOf(name: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return null;
  try {
    return Temporal.Now.zonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}
