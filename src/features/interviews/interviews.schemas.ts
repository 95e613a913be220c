import { z } from 'zod';
import { At, ClientRef, EmailAddress, MovesOf, On, stamps } from '../../platform/http/fields.js';
import {
  DateOnly, Email, Id, Instant, Line, Phone, SafeText, Several, SliceOf, SortBy, sliceQuery, TimeZone,
} from '../../platform/http/shapes.js'; // biome-ignore format: one list
import { interviewKinds, interviewOutcomes, interviewStatuses, maxRounds } from './interviews.rules.js';

const MOST_PEOPLE = 30;
const Kind = z.enum(interviewKinds).describe('How they meet.');
const Outcome = z.enum(interviewOutcomes).describe('What became of it.');

const person = {
  name: Line(200).describe('The name of the person.'),
  role: Line(200).nullish().describe('What they do there.'),
  email: Email.nullish().describe('Their email address.'),
  phone: Phone.nullish().describe('Their phone number.'),
};
const NewPerson = z.strictObject(person).meta({ id: 'NewInterviewPerson' });
const PersonPatch = z
  .strictObject({ id: Id.optional().describe('Of somebody who is there already: stays the same person.'), ...person })
  .meta({ id: 'InterviewPersonPatch' });

const details = {
  place: Line(500).nullish().describe('Address, room, or the link of the call.'),
  promisedDecisionOn: DateOnly.nullish().describe('The day by which an answer was promised.'),
  timeZone: TimeZone.optional().describe('IANA; where the client lives when left out.'),
};

export const NewInterview = z
  .strictObject({
    round: z.number().int().min(1).max(maxRounds).optional().describe('The next one when left out.'),
    kind: Kind,
    startsAt: Instant.describe('When it begins.'),
    ...details,
    people: z.array(NewPerson).max(MOST_PEOPLE).optional().describe('Who the client meets or met.'),
  })
  .meta({ id: 'NewInterview' });

export const InterviewPatch = z
  .strictObject({
    kind: Kind.optional(),
    startsAt: Instant.optional().describe('When it begins.'),
    ...details,
    people: z
      .array(PersonPatch)
      .max(MOST_PEOPLE)
      .refine((people) => isEachOnce(people.flatMap(({ id }) => id ?? [])), { params: { code: 'http.repeated' } })
      .optional()
      .describe('Takes the place of all who were there; an entry with an `id` stays who it is.'),
  })
  .meta({ id: 'InterviewPatch' });

export const NewOutcome = z
  .strictObject({
    outcome: Outcome,
    note: SafeText(4000).optional().describe('How it went, in the words of the coach.'),
    promisedDecisionOn: details.promisedDecisionOn,
  })
  .meta({ id: 'NewInterviewOutcome' });

export const Interview = z
  .object({
    id: Id.describe('The id of the interview.'),
    application: z
      .object({ id: Id.describe('Its id.'), jobTitle: z.string().describe('The job.') })
      .describe('The application it belongs to.'),
    client: ClientRef,
    round: z.number().int().describe('Which round of talks it is, from 1.'),
    kind: Kind,
    startsAt: At.describe('When it begins.'),
    timeZone: z.string().describe('The time zone of its place (IANA).'),
    place: z.string().nullable().describe('Address, room, or the link of the call.'),
    promisedDecisionOn: On.nullable().describe('The day by which an answer was promised.'),
    status: z.enum(interviewStatuses).describe('`scheduled`, or what became of it.'),
    outcome: Outcome.nullable().describe('What became of it; null while nobody has said.'),
    outcomeNote: z.string().nullable().describe('How it went, in the words of the coach.'),
    people: z
      .array(
        z.object({
          id: Id.describe('The id of this person at this interview.'),
          name: z.string().describe('The name of the person.'),
          role: z.string().nullable().describe('What they do there.'),
          email: EmailAddress.nullable().describe('Their email address.'),
          phone: z.string().nullable().describe('Their phone number.'),
        }),
      )
      .describe('Who the client meets or met, as they were listed.'),
    moves: MovesOf(z.enum(interviewStatuses)),
    ...stamps,
  })
  .meta({ id: 'Interview' });

const InterviewListed = Interview.omit({ moves: true }).meta({ id: 'InterviewListed' });
export const InterviewSlice = SliceOf('InterviewSlice', InterviewListed);
export const InterviewQuery = z.strictObject({
  ...sliceQuery,
  status: Several(z.enum(interviewStatuses)).optional().describe('Where they stand: `status=scheduled,passed`.'),
  sort: SortBy('round').describe('`round` when left out.'),
});

const isEachOnce = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

export type NewInterviewBody = z.infer<typeof NewInterview>;
export type InterviewPatchBody = z.infer<typeof InterviewPatch>;
export type NewOutcomeBody = z.infer<typeof NewOutcome>;
export type InterviewView = z.infer<typeof Interview>;
export type InterviewListedView = z.infer<typeof InterviewListed>;
export type InterviewQueryParams = z.infer<typeof InterviewQuery>;
/** A person as they are written down: with an id, somebody who is there already. */
export type PersonBody = z.infer<typeof PersonPatch>;
