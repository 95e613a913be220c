/*
 * One example for each operation that takes details, and what its answer tells beyond them. They tell one story, and `test/http/examples.test.ts` plays them
 * against the running app, with the ids of records that are there in the place of these.
 */

export const exampleIds: Readonly<Record<string, string>> = {
  client: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e01',
  barrier: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e02',
  'follow-up': '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e03',
  employer: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e04',
  contact: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e05',
  application: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e06',
  move: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e07',
  interview: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e08',
  'cover-letter': '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e09',
  debrief: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e0a',
  paper: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e0f',
  invitation: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e0b',
  'staff-member': '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e0c',
  coach: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e0d',
  organization: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9e0e',
  thing: '01985d1c-5a00-7c3e-8f21-0d6c2b7a9eff',
};
const ids = exampleIds;
const ana = { id: ids.coach, name: 'Ana Torres' };
const AT = '2026-06-20T18:00:00.000Z';
const move = (to: string, ...needs: string[]) => ({ to, needs });
const inScreening = { application: { stage: 'screening', furthestStage: 'screening', moves: [move('interview')] } };

export interface Example {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly path?: Readonly<Record<string, string | number>>;
  /** What its answer says otherwise than the sample of its schema with the details of the body. */
  readonly answer?: unknown;
}

/** By operation id. What is not here is asked with its path alone. */
export const examples: Readonly<Record<string, Example>> = {
  signIn: {
    body: { email: 'ana@north.example', password: 'seven quiet herons at dawn' },
    answer: { deviceToken: 'k3Zr9tQvXw2LmNpB' },
  },
  refreshSession: { body: { refreshToken: 'DqT3c0mZ6m8rTq1Yx0kW2v5nS7pL9aBcDeFgHiJkLmN' } },
  changeMe: { body: { name: 'Ana Torres', locale: 'es' } },
  getProblem: { path: { code: 'application.move-not-allowed' } },
  changeOrganization: { body: { name: 'North Star Workforce' } },
  inviteStaffMember: {
    body: { email: 'uma@north.example', name: 'Uma Lind', role: 'coach' },
    answer: { status: 'open' },
  },
  getInvitation: { answer: { status: 'open' } },
  confirmInvitation: { answer: { role: 'supervisor', status: 'open' } },
  acceptInvitation: {
    body: { token: 'DqT3c0mZ6m8rTq1Yx0kW2v5nS7pL9aBcDeFgHiJkLmN', password: 'nine slow boats under a bridge' },
  },
  getStaffMember: { answer: { proposedBy: null } },
  changeStaffMember: { body: { role: 'supervisor' }, answer: { role: 'coach', proposedRole: 'supervisor' } },
  confirmRoleChange: { body: { role: 'supervisor' }, answer: { role: 'supervisor', proposedBy: null } },
  listStaff: { query: { role: 'coach' } },
  listClients: { query: { limit: 20, sort: 'name', total: 'true' }, answer: { total: 1, isTotalCapped: false } },
  createClient: {
    body: {
      legalName: 'Lucía Romero',
      preferredName: 'Lucía',
      email: 'lucia@client.example',
      phone: '+1 206 555 0142',
      spokenLanguage: 'es',
      writtenLanguage: 'es',
    },
  },
  changeClient: { body: { preferredName: 'Lucía', phone: null } },
  createClientBarrier: { body: { kind: 'transport', severity: 2, note: 'The last bus leaves at 22:10.' } },
  changeBarrier: { body: { severity: 3 } },
  moveBarrier: {
    body: { to: 'addressing', evidence: 'client_statement', note: 'Asks for a pass.' },
    answer: {
      status: 'addressing',
      moves: [move('referred', 'evidence')],
      note: 'The last bus leaves at 22:10.',
      history: [
        {
          id: ids.move,
          from: 'identified',
          to: 'addressing',
          evidence: 'client_statement',
          note: 'Asks for a pass.',
          movedBy: ana,
          occurredOn: '2026-06-20',
          createdAt: AT,
        },
      ],
    },
  },
  listEmployers: { query: { search: 'har' } },
  createEmployer: { body: { name: 'Bright Bakery', website: 'https://bakery.example' } },
  changeEmployer: { body: { note: 'Hires in spring; asks for the food card.' } },
  createEmployerContact: { body: { name: 'Dana Reyes', role: 'Kitchen manager', email: 'dana@harbor.example' } },
  listApplications: { query: { clientId: ids.client ?? '', stage: 'applied,interview' } },
  createApplication: {
    body: { clientId: ids.client, employerName: 'Harbor Café', jobTitle: 'Line cook', source: 'Job fair' },
    answer: {
      stage: 'saved',
      furthestStage: 'saved',
      appliedOn: null,
      moves: [move('preparing'), move('applied')],
    },
  },
  changeApplication: { body: { jobTitle: 'Lead line cook' } },
  moveApplication: { body: { to: 'screening', note: 'The kitchen manager called.' }, answer: inScreening },
  scheduleInterview: {
    body: {
      kind: 'in_person',
      startsAt: '2026-06-15T17:00:00.000Z',
      place: '12 Pier Street',
      people: [{ name: 'Dana Reyes', role: 'Kitchen manager' }],
    },
  },
  changeInterview: { body: { place: '14 Pier Street, side door' } },
  concludeInterview: {
    body: { outcome: 'passed', note: 'They asked about the early shift.' },
    answer: { status: 'passed', outcomeNote: 'They asked about the early shift.', moves: [move('not_passed')] },
  },
  listCoverLetters: { query: { clientId: ids.client ?? '' } },
  createCoverLetter: {
    body: {
      clientId: ids.client,
      applicationId: ids.application,
      title: 'Letter to Harbor Café',
      body: 'Dear hiring team,\n\nI have cooked on the line for six years.\n\nSincerely,\nLucía Romero',
    },
  },
  changeCoverLetter: { body: { title: 'Letter to the kitchen of Harbor Café' } },
  createCoverLetterVersion: {
    body: { body: 'Dear Ms. Reyes,\n\nI have cooked on the line for six years.\n\nSincerely,\nLucía Romero' },
  },
  reviewCoverLetter: {
    body: { decision: 'changes_requested', comments: [{ paragraph: 1, text: 'Please name the manager.' }] },
    answer: {
      status: 'changes_requested',
      moves: [move('in_review')],
      reviews: [
        {
          id: ids.thing,
          versionNumber: 1,
          decision: 'changes_requested',
          comments: [{ paragraph: 1, text: 'Please name the manager.' }],
          reviewer: { id: ids.thing, name: 'Sol Weber' },
          createdAt: AT,
        },
      ],
    },
  },
  sendCoverLetter: {
    body: { applicationId: ids.application },
    answer: { status: 'sent', sentNumber: 1, sentAt: AT, moves: [move('archived')] },
  },
  getCoverLetterVersion: { path: { number: 1 } },
  getCoverLetterDocument: { path: { number: 1 }, query: { format: 'txt' } },
  listDebriefs: { query: { status: 'issued,submitted' } },
  answerDebrief: {
    body: { answers: { learned: { text: 'Say how many covers a night.' } } },
    answer: { status: 'in_progress', moves: [move('submitted'), move('skipped')] },
  },
  reviewDebrief: {
    body: { reply: 'Thank you. We start with the early shift.', strengthNoted: 'Calm under pressure.' },
    answer: { status: 'reviewed', submittedAt: AT, submittedBy: 'coach', reviewedAt: AT, moves: [] },
  },
  skipDebrief: {
    body: { reason: 'talked_instead' },
    answer: { status: 'skipped', skippedAt: AT, skipReason: 'talked_instead', moves: [move('in_progress', 'answers')] },
  },
  createDebriefLink: { body: { way: 'screen' } },
  createDebriefPaper: { body: { locale: 'es' }, answer: { expiresAt: AT } },
  listFollowUps: { query: { clientId: ids.client ?? '', open: 'true' } },
  createFollowUp: { body: { clientId: ids.client, title: 'Call about the bus pass', dueOn: '2026-12-01' } },
  changeFollowUp: { body: { dueOn: '2026-12-04' } },
  listAuditEvents: { query: { from: '2026-06-01', to: '2026-06-30' } },
  getReport: { path: { name: 'pipeline-funnel' }, query: { from: '2026-04-01', to: '2026-06-30' } },
  getApplicationStageMove: { answer: inScreening },
  submitCoverLetter: {
    answer: {
      status: 'in_review',
      moves: [move('changes_requested', 'decision', 'comments'), move('approved', 'decision')],
    },
  },
  archiveCoverLetter: { answer: { status: 'archived', moves: [move('draft')] } },
  submitDebrief: { answer: { status: 'submitted', submittedAt: AT, submittedBy: 'coach', moves: [move('reviewed')] } },
  completeFollowUp: { answer: { completedAt: AT, completedBy: ana } },
  suspendStaffMember: { answer: { isSuspended: true, role: 'supervisor', proposedBy: null } },
};
