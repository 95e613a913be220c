import { z } from 'zod';

/*
 * The shapes of settings, each with the words for what is none.
 */

export const oneOf = <const Word extends string>(...words: readonly Word[]) =>
  z.enum(words, { error: `use ${words.join(', ')}` });

export const flag = z.enum(['true', 'false'], { error: 'use true or false' }).transform((value) => value === 'true');

/** A whole number in these bounds. */
export const number = (from: number, to: number) => {
  const error = `use a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

export const address = (protocol: RegExp, example: string) => z.url({ protocol, error: `use ${example}` });

/** A PostgreSQL server and a database on it. */
export const databaseAddress = (example: string) =>
  address(/^postgres(ql)?$/, example).refine((url) => !URL.canParse(url) || new URL(url).pathname.length > 1, {
    message: `names no database, for example ${example}`,
  });

/** Hours in which no mail goes to a client, local time of the client: `20:00-08:00`, or `off`. */
export const quietHours = z
  .string()
  .regex(/^(off|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$/, 'use HH:MM-HH:MM or off')
  .transform((value) => {
    const [from, to] = value.split('-');
    return from !== undefined && to !== undefined ? { from, to } : null;
  });

/** Words with commas between them. */
export const listed = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);

/** Origins as browsers write them, `https://app.agency.example, https://…`: no path, no wildcard. */
export const origins = listed.refine(
  (all) => all.every((origin) => /^https?:\/\//.test(origin) && URL.parse(origin)?.origin === origin),
  { message: 'use origins without a path, for example https://app.agency.example, separated by commas' },
);

/** One secret; while it is being replaced, two with a space between them. */
export const secrets = z
  .string()
  .transform((text) => text.split(/\s+/).filter((secret) => secret !== ''))
  .refine((all) => all.length > 0 && all.length <= 4 && new Set(all).size === all.length, {
    message: 'use one secret, or different ones with spaces between them',
  });

/** A sender that can only be one: what follows a line break would be headers of its own. */
export const sender = z
  .string()
  .refine((text) => /^([^\p{Cc}\p{Zl}\p{Zp}<>]*<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u.test(text), {
    message: 'use one sender on one line, such as "Onward <onward@agency.example>"',
  });
