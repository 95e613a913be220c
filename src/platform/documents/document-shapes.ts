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
});
/** A document's language, with the way its pages run. */
export const pageLanguage = language.extend({ dir: direction });
