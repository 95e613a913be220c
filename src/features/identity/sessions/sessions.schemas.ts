import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { E164, EmailAddress, stamps } from '../../../platform/http/fields.js';
import { Email, LanguageTag, Line, Phone } from '../../../platform/http/shapes.js';

/** A password as typed: any characters, bounded; the rules for new ones are in `passwords.rules.ts`. */
export const Password = z
  .string()
  .min(1)
  .max(1000)
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'));
const Token = z.string().min(1).max(2000);

export const SignIn = z
  .strictObject({
    email: Email.describe('The address of the account.'),
    password: Password.describe('The password, as typed.'),
    deviceToken: z.string().max(200).optional().describe('The one that the last sign-in on this device answered.'),
  })
  .meta({ id: 'SignIn' });
export const Refresh = z
  .strictObject({ refreshToken: Token.describe('The one that was given last.') })
  .meta({ id: 'Refresh' });

export const Me = z
  .object({
    id: z.uuid().describe('The id of your account.'),
    name: z.string().describe('The name you go by.'),
    email: EmailAddress.describe('The address you sign in with.'),
    role: z.enum(staffRoles).describe('What you may do follows from it.'),
    locale: z.string().describe('The language you read, BCP 47.'),
    phone: z
      .string()
      .nullable()
      .describe('Where clients can call you; stands on their pages and in our mails to them.'),
    phoneE164: E164,
    replyEmail: EmailAddress.nullable().describe(
      'Where clients can write to you; their answers to our mails go there.',
    ),
    organization: z
      .object({
        id: z.uuid().describe('Its id.'),
        name: z.string().describe('Its name.'),
        timeZone: z.string().describe('IANA name; decides every "today".'),
        locale: z.string().describe('Its language, BCP 47.'),
      })
      .describe('The organization you work for.'),
    version: stamps.version,
  })
  .meta({ id: 'Me' });

export const MePatch = z
  .strictObject({
    name: Line(200).optional().describe('The name you go by.'),
    locale: LanguageTag.optional().describe('The language you read, BCP 47.'),
    phone: Phone.nullish().describe('Where clients can call you; they see it.'),
    replyEmail: Email.nullish().describe('Where clients can write to you; they see it.'),
  })
  .meta({ id: 'MePatch' });

export const SignedIn = z
  .object({
    accessToken: z.string().describe('Goes into `Authorization: Bearer …`.'),
    tokenType: z.literal('Bearer').describe('How it is sent.'),
    expiresIn: z.number().int().describe('Seconds until the access token ends.'),
    refreshToken: z.string().describe('Gets the next access token, once.'),
    deviceToken: z
      .string()
      .optional()
      .describe(
        'After a sign-in: marks this device as known to the account, so that guesses of others slow it down no more.',
      ),
    me: Me.describe('Who signed in.'),
  })
  .meta({ id: 'SignedIn' });

export type SignInBody = z.infer<typeof SignIn>;
export type MePatchBody = z.infer<typeof MePatch>;
export type MeView = z.infer<typeof Me>;
export type SignedInView = z.infer<typeof SignedIn>;
