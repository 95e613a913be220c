import { ContactsDoor } from '../../src/features/contacts/contacts.door.js';
import { ContactsRepository } from '../../src/features/contacts/contacts.repository.js';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { moveTo, newApplication, newInterview } from './applications.js';
import { newBarrier } from './barriers.js';
import type { Answer, Caller } from './caller.js';
import { newFollowUp } from './follow-ups.js';
import type { World } from './world.js';

/** The records of the story, all on Ana's caseload in North. */
export interface Records {
  client: string;
  deletedClient: string;
  barrier: string;
  deletedBarrier: string;
  followUp: string;
  deletedFollowUp: string;
  employer: string;
  contact: string;
  deletedContact: string;
  networkContact: string;
  deletedNetworkContact: string;
  application: string;
  move: string;
  openApplication: string;
  deletedApplication: string;
  interview: string;
  deletedInterview: string;
  letter: string;
  debrief: string;
  paper: string;
  invitation: string;
  coach: string;
}

export async function recordsOfNorth(world: World): Promise<Records> {
  const { ana, sol, nia, ben } = world;
  const id = async (answer: Promise<Answer>): Promise<string> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body.id;
  };
  const client = await id(ana.post('/v1/clients', { legalName: 'MARKER Rosa', email: 'rosa@marker.example' }));
  const deletedClient = await id(ana.post('/v1/clients', { legalName: 'MARKER Gone' }));
  await sol.delete(`/v1/clients/${deletedClient}`, { 'if-match': '"1.any"' });
  const ifFirst = { 'if-match': '"1.any"' };
  // What was deleted here stays so, whoever asks: something else stands in its place.
  const open = { clientId: client, employerName: 'MARKER Open', externalId: `MARKER-${newId()}` };
  const deletedApplication = (await newApplication(ana, open)).id;
  await ana.delete(`/v1/applications/${deletedApplication}`, ifFirst);
  const openApplication = (await newApplication(ana, open)).id;
  const deletedInterview = (await newInterview(ana, openApplication)).id;
  await ana.delete(`/v1/interviews/${deletedInterview}`, ifFirst);
  await newInterview(ana, openApplication);
  const rejected = await newApplication(ana, { clientId: client, employerName: 'MARKER Harbor' });
  await moveTo(ana, rejected.id, 'interview', { occurredOn: '2026-06-05' });
  const interview = (await newInterview(ana, rejected.id)).id;
  await moveTo(ana, rejected.id, 'rejected', { occurredOn: '2026-06-20', issueDebrief: true });
  const deletedFollowUp = (await newFollowUp(ana, client, { title: 'MARKER gone' })).id;
  await ana.delete(`/v1/follow-ups/${deletedFollowUp}`, { 'if-match': '*' });
  const deletedBarrier = (await newBarrier(ana, client)).id;
  await ana.delete(`/v1/barriers/${deletedBarrier}`, { 'if-match': '*' });
  await world.settle();
  const [debrief] = await world.sql<{ id: string }>('select id from debriefs where client_id = $1', [client]);
  const newContact = () => id(ana.post(`/v1/employers/${rejected.employer.id}/contacts`, { name: 'MARKER person' }));
  const deletedContact = await newContact();
  await ana.delete(`/v1/employers/${rejected.employer.id}/contacts/${deletedContact}`, { 'if-match': '*' });
  const met = async (isDeleted: boolean): Promise<string> => {
    const of = { clientId: client, debriefId: debrief?.id ?? '' };
    const person = { name: 'MARKER met', role: null, reachBy: null, metOn: null };
    const [made] = await world.app.get(Database).asSystem(ana.organizationId, 'records of a test', async (tx) => {
      await world.app.get(ContactsDoor).insert(tx, of, [person]);
      return (await world.app.get(ContactsRepository).list(tx, 'organization', client, { limit: 1 })).items;
    });
    if (isDeleted) await world.sql('update network_contacts set deleted_at = now() where id = $1', [made?.id]);
    return made?.id ?? '';
  };
  return {
    client,
    deletedClient,
    barrier: (await newBarrier(ana, client)).id,
    followUp: await id(
      ana.post('/v1/follow-ups', { clientId: client, title: 'MARKER call', dueOn: '2026-12-01', assignee: 'coach' }),
    ),
    deletedFollowUp,
    deletedBarrier,
    employer: rejected.employer.id,
    contact: await newContact(),
    deletedContact,
    networkContact: await met(false),
    deletedNetworkContact: await met(true),
    application: rejected.id,
    move: (await ana.get(`/v1/applications/${rejected.id}/stage-moves`)).body.items[0].id,
    openApplication,
    deletedApplication,
    interview,
    deletedInterview,
    letter: await id(
      ana.post('/v1/cover-letters', {
        clientId: client,
        applicationId: openApplication,
        title: 'MARKER',
        body: 'MARKER letter',
      }),
    ),
    debrief: debrief?.id ?? '',
    paper: await id(ana.post(`/v1/debriefs/${debrief?.id}/papers`)),
    invitation: await id(nia.post('/v1/invitations', { email: 'new@marker.example', name: 'MARKER', role: 'coach' })),
    coach: ben.id,
  };
}

export interface Sample {
  readonly path: string;
  readonly body?: unknown;
  /**
   * What the route is about: a row of a caseload, something all of the organization share, or nothing that anybody
   * could name (a list, a new thing, oneself).
   */
  readonly about: 'caseload' | 'organization' | 'nothing';
}

const caseload = (path: string, body?: unknown): Sample => ({ path, body, about: 'caseload' });
const shared = (path: string, body?: unknown): Sample => ({ path, body, about: 'organization' });
const plain = (path: string, body?: unknown): Sample => ({ path, body, about: 'nothing' });

/** One sample request for each route that needs an action. A route without one fails the access test. */
export const samples = (of: Records): Record<string, Sample> => ({
  'POST /v1/auth/sign-out': plain('/v1/auth/sign-out', {}),
  'GET /v1/me': plain('/v1/me'),
  'PATCH /v1/me': plain('/v1/me', {}),
  'GET /v1/organization': plain('/v1/organization'),
  'PATCH /v1/organization': plain('/v1/organization', {}),
  'GET /v1/invitations': plain('/v1/invitations'),
  'GET /v1/invitations/:id': shared(`/v1/invitations/${of.invitation}`),
  'POST /v1/invitations': plain('/v1/invitations', { email: 'other@marker.example', name: 'X', role: 'coach' }),
  'DELETE /v1/invitations/:id': shared(`/v1/invitations/${of.invitation}`),
  'POST /v1/invitations/:id/confirmation': shared(`/v1/invitations/${of.invitation}/confirmation`, {}),
  'GET /v1/staff': plain('/v1/staff'),
  'GET /v1/staff/:id': shared(`/v1/staff/${of.coach}`),
  'PATCH /v1/staff/:id': shared(`/v1/staff/${of.coach}`, { role: 'supervisor' }),
  'POST /v1/staff/:id/role-change/confirmation': shared(`/v1/staff/${of.coach}/role-change/confirmation`, {
    role: 'supervisor',
  }),
  'POST /v1/staff/:id/suspension': shared(`/v1/staff/${of.coach}/suspension`, {}),
  'DELETE /v1/staff/:id/suspension': shared(`/v1/staff/${of.coach}/suspension`),
  'GET /v1/staff/:id/caseload': shared(`/v1/staff/${of.coach}/caseload`),
  'GET /v1/clients': plain('/v1/clients'),
  'POST /v1/clients': plain('/v1/clients', { legalName: 'New' }),
  'GET /v1/clients/:id': caseload(`/v1/clients/${of.client}`),
  'PATCH /v1/clients/:id': caseload(`/v1/clients/${of.client}`, { phone: '+1 206 555 0100' }),
  'DELETE /v1/clients/:id': caseload(`/v1/clients/${of.client}`),
  'POST /v1/clients/:id/restoration': caseload(`/v1/clients/${of.deletedClient}/restoration`, {}),
  'GET /v1/clients/:id/assignments': caseload(`/v1/clients/${of.client}/assignments`),
  'GET /v1/clients/:id/barriers': caseload(`/v1/clients/${of.client}/barriers`),
  'POST /v1/clients/:id/barriers': caseload(`/v1/clients/${of.client}/barriers`, { kind: 'childcare' }),
  'GET /v1/clients/:id/contacts': caseload(`/v1/clients/${of.client}/contacts`),
  'GET /v1/clients/:id/lessons': caseload(`/v1/clients/${of.client}/lessons`),
  'GET /v1/barriers/:id': caseload(`/v1/barriers/${of.barrier}`),
  'PATCH /v1/barriers/:id': caseload(`/v1/barriers/${of.barrier}`, { severity: 3 }),
  'DELETE /v1/barriers/:id': caseload(`/v1/barriers/${of.barrier}`),
  'POST /v1/barriers/:id/restoration': caseload(`/v1/barriers/${of.deletedBarrier}/restoration`, {}),
  'GET /v1/barriers/:id/moves': caseload(`/v1/barriers/${of.barrier}/moves`),
  'POST /v1/barriers/:id/moves': caseload(`/v1/barriers/${of.barrier}/moves`, {
    to: 'addressing',
    evidence: 'client_statement',
  }),
  'GET /v1/follow-ups': plain('/v1/follow-ups'),
  'POST /v1/follow-ups': caseload('/v1/follow-ups', {
    clientId: of.client,
    title: 'X',
    dueOn: '2026-12-01',
    assignee: 'coach',
  }),
  'GET /v1/follow-ups/:id': caseload(`/v1/follow-ups/${of.followUp}`),
  'PATCH /v1/follow-ups/:id': caseload(`/v1/follow-ups/${of.followUp}`, { title: 'Y' }),
  'POST /v1/follow-ups/:id/completion': caseload(`/v1/follow-ups/${of.followUp}/completion`, {}),
  'DELETE /v1/follow-ups/:id/completion': caseload(`/v1/follow-ups/${of.followUp}/completion`),
  'DELETE /v1/follow-ups/:id': caseload(`/v1/follow-ups/${of.followUp}`),
  'POST /v1/follow-ups/:id/restoration': caseload(`/v1/follow-ups/${of.deletedFollowUp}/restoration`, {}),
  'GET /v1/employers': plain('/v1/employers'),
  'POST /v1/employers': plain('/v1/employers', { name: 'Another Place' }),
  'GET /v1/employers/:id': shared(`/v1/employers/${of.employer}`),
  'PATCH /v1/employers/:id': shared(`/v1/employers/${of.employer}`, { note: 'x' }),
  'GET /v1/employers/:id/contacts': shared(`/v1/employers/${of.employer}/contacts`),
  'GET /v1/employers/:id/contacts/:contactId': shared(`/v1/employers/${of.employer}/contacts/${of.contact}`),
  'POST /v1/employers/:id/contacts': shared(`/v1/employers/${of.employer}/contacts`, { name: 'X' }),
  'DELETE /v1/employers/:id/contacts/:contactId': shared(`/v1/employers/${of.employer}/contacts/${of.contact}`),
  'POST /v1/employers/:id/contacts/:contactId/restoration': shared(
    `/v1/employers/${of.employer}/contacts/${of.deletedContact}/restoration`,
    {},
  ),
  'GET /v1/contacts/:id': caseload(`/v1/contacts/${of.networkContact}`),
  'DELETE /v1/contacts/:id': caseload(`/v1/contacts/${of.networkContact}`),
  'POST /v1/contacts/:id/restoration': caseload(`/v1/contacts/${of.deletedNetworkContact}/restoration`, {}),
  'GET /v1/applications': plain('/v1/applications'),
  'POST /v1/applications': caseload('/v1/applications', { clientId: of.client, employerName: 'X', jobTitle: 'X' }),
  'GET /v1/applications/:id': caseload(`/v1/applications/${of.application}`),
  'PATCH /v1/applications/:id': caseload(`/v1/applications/${of.application}`, { jobTitle: 'Y' }),
  'DELETE /v1/applications/:id': caseload(`/v1/applications/${of.application}`),
  'POST /v1/applications/:id/restoration': caseload(`/v1/applications/${of.deletedApplication}/restoration`),
  'GET /v1/applications/:id/stage-moves': caseload(`/v1/applications/${of.application}/stage-moves`),
  'GET /v1/applications/:id/stage-moves/:moveId': caseload(`/v1/applications/${of.application}/stage-moves/${of.move}`),
  'POST /v1/applications/:id/stage-moves': caseload(`/v1/applications/${of.openApplication}/stage-moves`, {
    to: 'screening',
  }),
  'GET /v1/applications/:id/interviews': caseload(`/v1/applications/${of.application}/interviews`),
  'POST /v1/applications/:id/interviews': caseload(`/v1/applications/${of.application}/interviews`, {
    kind: 'video',
    startsAt: '2026-06-15T17:00:00Z',
  }),
  'GET /v1/interviews/:id': caseload(`/v1/interviews/${of.interview}`),
  'PATCH /v1/interviews/:id': caseload(`/v1/interviews/${of.interview}`, { place: 'X' }),
  'DELETE /v1/interviews/:id': caseload(`/v1/interviews/${of.interview}`),
  'POST /v1/interviews/:id/restoration': caseload(`/v1/interviews/${of.deletedInterview}/restoration`),
  'POST /v1/interviews/:id/outcome': caseload(`/v1/interviews/${of.interview}/outcome`, { outcome: 'unknown' }),
  'GET /v1/cover-letters': plain('/v1/cover-letters'),
  'POST /v1/cover-letters': caseload('/v1/cover-letters', { clientId: of.client, title: 'X' }),
  'GET /v1/cover-letters/:id': caseload(`/v1/cover-letters/${of.letter}`),
  'PATCH /v1/cover-letters/:id': caseload(`/v1/cover-letters/${of.letter}`, { title: 'Y' }),
  'GET /v1/cover-letters/:id/checks': caseload(`/v1/cover-letters/${of.letter}/checks`),
  'POST /v1/cover-letters/:id/submission': caseload(`/v1/cover-letters/${of.letter}/submission`, {}),
  'POST /v1/cover-letters/:id/reviews': caseload(`/v1/cover-letters/${of.letter}/reviews`, { decision: 'approved' }),
  'POST /v1/cover-letters/:id/sending': caseload(`/v1/cover-letters/${of.letter}/sending`, {}),
  'POST /v1/cover-letters/:id/archival': caseload(`/v1/cover-letters/${of.letter}/archival`, {}),
  'POST /v1/cover-letters/:id/restoration': caseload(`/v1/cover-letters/${of.letter}/restoration`, {}),
  'GET /v1/cover-letters/:id/versions': caseload(`/v1/cover-letters/${of.letter}/versions`),
  'POST /v1/cover-letters/:id/versions': caseload(`/v1/cover-letters/${of.letter}/versions`, { body: 'X' }),
  'GET /v1/cover-letters/:id/versions/:number': caseload(`/v1/cover-letters/${of.letter}/versions/1`),
  'GET /v1/cover-letters/:id/versions/:number/document': caseload(
    `/v1/cover-letters/${of.letter}/versions/1/document?format=txt`,
  ),
  'GET /v1/debriefs': plain('/v1/debriefs'),
  'GET /v1/debriefs/:id': caseload(`/v1/debriefs/${of.debrief}`),
  'POST /v1/debriefs/:id/links': caseload(`/v1/debriefs/${of.debrief}/links`, { way: 'screen' }),
  'DELETE /v1/debriefs/:id/links': caseload(`/v1/debriefs/${of.debrief}/links`),
  'PUT /v1/debriefs/:id/answers': caseload(`/v1/debriefs/${of.debrief}/answers`, { answers: {} }),
  'POST /v1/debriefs/:id/submission': caseload(`/v1/debriefs/${of.debrief}/submission`, {}),
  'POST /v1/debriefs/:id/review': caseload(`/v1/debriefs/${of.debrief}/review`, {}),
  'POST /v1/debriefs/:id/skip': caseload(`/v1/debriefs/${of.debrief}/skip`, {}),
  'POST /v1/debriefs/:id/papers': caseload(`/v1/debriefs/${of.debrief}/papers`, {}),
  'GET /v1/papers/:id': caseload(`/v1/papers/${of.paper}`),
  'GET /v1/debriefs/:id/document': caseload(`/v1/debriefs/${of.debrief}/document?format=pdf`),
  'GET /v1/audit-events': plain('/v1/audit-events'),
  'GET /v1/reports': plain('/v1/reports'),
  'GET /v1/reports/:name': plain('/v1/reports/pipeline-funnel'),
});

/** Sends a sample. Changes carry an ETag that never fits, so that asking changes nothing. */
export function send(by: Caller, method: string, { path, body }: Sample): Promise<Answer> {
  const headers: Record<string, string> = { 'if-match': '"0.any"' };
  return by.raw(method, path, body === undefined ? undefined : JSON.stringify(body), {
    ...headers,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  });
}
