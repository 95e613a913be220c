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

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
