import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { Email, LanguageTag, SafeText } from '../../../platform/http/shapes.js';

/** A password as typed: any characters, bounded; the rules for new ones are in `passwords.rules.ts`. */
export const Password = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'));
const Token = z.string().min(1).max(2000);

export const SignIn = z
  .strictObject({ email: Email, password: Password, otp: z.string().max(20).optional() })
  .meta({ id: 'SignIn' });
export const Refresh = z.strictObject({ refreshToken: Token }).meta({ id: 'Refresh' });

export const Me = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(staffRoles),
    locale: z.string(),
    organization: z.object({ id: z.uuid(), name: z.string(), timeZone: z.string(), locale: z.string() }),
    version: z.number().int(),
  })
  .meta({ id: 'Me' });

export const MePatch = z
  .strictObject({ name: SafeText(200).optional(), locale: LanguageTag.optional() })
  .meta({ id: 'MePatch' });

export const SignedIn = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.number().int().meta({ description: 'Seconds.' }),
    refreshToken: z.string(),
    me: Me,
  })
  .meta({ id: 'SignedIn' });

export type SignInBody = z.infer<typeof SignIn>;
export type MePatchBody = z.infer<typeof MePatch>;
export type MeAnswer = z.infer<typeof Me>;
export type SignedInAnswer = z.infer<typeof SignedIn>;
