import { z } from 'zod';

/** What the shapes of templates are made of. Bounds keep one hostile text from keeping the machine busy. */

export const line = z.string().max(2000);
export const long = z.string().max(20_000);
export const direction = z.enum(['ltr', 'rtl']);
/** A language alone, and a region: Typst fails without a message on anything else. */
export const language = z.strictObject({
  lang: z.string().regex(/^[a-z]{2,3}$/),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  dir: direction,
});

/** A BCP 47 tag as the templates take it. Unknown forms become English, left to right by `dir`. */
export function documentLanguage(tag: string, dir: 'ltr' | 'rtl'): z.infer<typeof language> {
  const [lang = '', ...rest] = tag.split('-');
  const region = rest.find((subtag) => /^[A-Z]{2}$/.test(subtag)) ?? null;
  return /^[a-z]{2,3}$/.test(lang) ? { lang, region, dir } : { lang: 'en', region: null, dir };
}
