/** What each tag holds. A tag without a line here fails a test. */
export const tags: Readonly<Record<string, string>> = {
  'Sign-in': 'Sessions, and who I am.',
  Organization: 'The organization of whoever is signed in, and invitations to its staff.',
  Staff: 'Coaches, supervisors and admins, and their caseloads.',
  Clients: 'The people the work is for, and what is known of them.',
  Barriers: 'What stands between a client and work, and how it moves.',
  Employers: 'Places of work and the people there.',
  Applications: 'Applications and their way through stages to an outcome.',
  Interviews: 'Rounds of talks about an application.',
  'Cover letters': 'Letters with versions, checks, a second person’s review, and files.',
  Debriefs: 'The checklist after a rejection: issued, answered by the client, reviewed by the coach.',
  'Follow-ups': 'What somebody has to do by a day.',
  Reports: 'Numbers for boards and funders; small ones are hidden.',
  Audit: 'The record of who did and saw what.',
  Problems: 'The catalogue of error codes.',
  Health: 'For process supervisors and load balancers.',
};

/** Words for properties that mean the same everywhere. A schema’s own description goes before. */
export const properties: Readonly<Record<string, string>> = {
  updatedAt: 'When it was last changed.',
  items: 'The entries, in the order of the list.',
  nextCursor: 'For `cursor` of the next request; null at the end.',
  total: 'How many there are in all, when asked for with `total=true`; counted up to 1,000.',
  isTotalCapped: 'True: there are more than `total`, uncounted.',
  clientId: 'The client.',
  employerId: 'The employer.',
  applicationId: 'The application.',
  interviewId: 'The interview.',
  name: 'The name.',
  timeZone: 'A time zone of IANA: `America/Los_Angeles`.',
  title: 'A short name for people.',
  code: 'A stable name for programs.',
  status: 'Where it stands.',
  definition: 'What is counted, in words.',
};

/** Words for parameters of queries and headers that mean the same everywhere. */
export const parameters: Readonly<Record<string, string>> = {
  limit: 'How many entries at most.',
  cursor: 'The `nextCursor` of the slice before, with the same filters and sort. Without it, the first slice.',
  format: 'The form of the answer.',
  to: 'Last day, included.',
};

export const headers = {
  'X-Request-Id': 'The id of this request, for questions to the operator. A UUID given in the request is taken.',
  RateLimit: 'What is left of the limit that is nearest, and for how many seconds (IETF draft).',
  'RateLimit-Policy': 'That limit: so many requests in so many seconds.',
  'Content-Language': 'The language of the words in the answer.',
  ETag: '`"<version>.<hash>"`: for `If-Match` when you change it, for `If-None-Match` when you read it again.',
  Location: 'Where it can be read.',
  'Idempotency-Replayed': '`true`: it was done before with this key; this is what you may read of it now.',
  'Content-Disposition': 'A name for the file.',
  'Not-Shown':
    'Only when a PDF shows boxes: the signs that no font of ours has, as code points (`U+10330, U+0B13`), 50 at most.',
  'Retry-After': 'In how many seconds to try again.',
  'WWW-Authenticate': '`Bearer`.',
} as const;
export type HeaderName = keyof typeof headers;
