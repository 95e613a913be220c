import { z } from 'zod';
import { Id } from './shapes.js';

/*
 * What answers are made of, beside plain text and numbers. Nothing is checked here that the database has settled; the
 * format stands in the document.
 */

/** An instant, named `…At`. */
export const At = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC, milliseconds.' });

/** A day, named `…On`. */
export const On = z.string().meta({ format: 'date', description: '`YYYY-MM-DD`.' });

export const EmailAddress = z.string().meta({ format: 'email' });

/** A number beside the one that people read. */
export const E164 = z
  .string()
  .nullable()
  .describe('The number for programs: E.164, without an extension; null when it has no area code.');

/** How an answer points at another thing. */
export const Ref = z.object({ id: Id.describe('Its id.'), name: z.string().describe('The name it goes by.') });

export const ClientRef = Ref.describe('The client, by the name they want to be called.');

/** What every row that people change has. */
export const stamps = {
  createdAt: At.describe('When it was written down.'),
  updatedAt: At.describe('When it was last changed.'),
  version: z.number().int().describe('Counted up by each change; `If-Match` asks for it.'),
};

/** What may come next of a record that has statuses. */
export const MovesOf = <State extends z.ZodType>(state: State) =>
  z
    .array(
      z.object({
        to: state.describe('Where it may go from here.'),
        needs: z.array(z.string()).describe('The fields this move needs.'),
      }),
    )
    .describe('What may come next by the rules; whether you may do it is another question.');
