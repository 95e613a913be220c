import { z } from 'zod';
import { DateOnly, Email, Instant, PageOf, Phone, pageQuery, SafeText, TimeZone } from '../../platform/http/shapes.js';
import { interviewKinds, interviewOutcomes, maxRounds } from './interviews.rules.js';

const MOST_PEOPLE = 30;

const NewPerson = z
  .strictObject({
    name: SafeText(200),
    role: SafeText(200).nullish(),
    email: Email.nullish(),
    phone: Phone.nullish(),
  })
  .meta({ id: 'NewInterviewPerson' });

const details = {
  place: SafeText(500).nullish().meta({ description: 'Address, room, or the link of the call.' }),
  promisedDecisionOn: DateOnly.nullish().meta({ description: 'The day by which an answer was promised.' }),
  timeZone: TimeZone.optional().meta({ description: 'IANA; where the client lives when left out.' }),
};

export const NewInterview = z
  .strictObject({
    round: z.number().int().min(1).max(maxRounds).optional().meta({ description: 'The next one when left out.' }),
    kind: z.enum(interviewKinds),
    startsAt: Instant,
    ...details,
    people: z.array(NewPerson).max(MOST_PEOPLE).optional().meta({ description: 'Who the client meets or met.' }),
  })
  .meta({ id: 'NewInterview' });

export const InterviewPatch = z
  .strictObject({
    kind: z.enum(interviewKinds).optional(),
    startsAt: Instant.optional(),
    ...details,
    people: z
      .array(NewPerson)
      .max(MOST_PEOPLE)
      .optional()
      .meta({ description: 'Takes the place of all who were there.' }),
  })
  .meta({ id: 'InterviewPatch' });

const InterviewOutcome = z.enum(interviewOutcomes);

export const NewOutcome = z
  .strictObject({
    outcome: InterviewOutcome,
    note: SafeText(4000).optional(),
    promisedDecisionOn: details.promisedDecisionOn,
  })
  .meta({ id: 'NewInterviewOutcome' });

export const Interview = z
  .object({
    id: z.uuid(),
    applicationId: z.uuid(),
    round: z.number().int(),
    kind: z.enum(interviewKinds),
    startsAt: z.string(),
    timeZone: z.string(),
    place: z.string().nullable(),
    promisedDecisionOn: z.string().nullable(),
    outcome: InterviewOutcome.nullable(),
    outcomeNote: z.string().nullable(),
    people: z.array(
      z.object({
        name: z.string(),
        role: z.string().nullable(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
      }),
    ),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Interview' });
export const InterviewPage = PageOf('InterviewPage', Interview);
export const InterviewQuery = z.strictObject(pageQuery);

export type NewInterviewBody = z.infer<typeof NewInterview>;
export type InterviewPatchBody = z.infer<typeof InterviewPatch>;
export type NewOutcomeBody = z.infer<typeof NewOutcome>;
export type InterviewAnswer = z.infer<typeof Interview>;
export type InterviewQueryParams = z.infer<typeof InterviewQuery>;
export type NewPersonBody = z.infer<typeof NewPerson>;
