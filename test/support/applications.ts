import type { Answer, Body } from './caller.js';
import type { Person } from './world.js';

async function made(answer: Promise<Answer>): Promise<Body> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** An application of this person's client (a new one, unless `clientId` is given), applied on 1 June 2026. */
export async function newApplication(by: Person, overrides: { clientId?: string; [field: string]: unknown } = {}) {
  const clientId = overrides.clientId ?? (await made(by.post('/v1/clients', { legalName: 'José Álvarez' }))).id;
  const employer = 'employerId' in overrides ? {} : { employerName: 'Harbor Café' };
  const given = { ...employer, jobTitle: 'Line cook', appliedOn: '2026-06-01', ...overrides, clientId };
  return made(by.post('/v1/applications', given));
}

/** Moves an application; a rejection gets a reason, unless one is given. Answers the move and the application. */
export function moveTo(by: Person, id: string, to: string, more: object = {}): Promise<Body> {
  const reasons = to === 'rejected' ? { reasons: [{ code: 'unknown', source: 'coach_guess' }] } : {};
  return made(by.post(`/v1/applications/${id}/stage-moves`, { to, ...reasons, ...more }));
}

let minute = 0;

/** An interview that took place on 10 June 2026, each at a minute of its own, with one person. */
export function newInterview(by: Person, applicationId: string, overrides: object = {}): Promise<Body> {
  return made(
    by.post(`/v1/applications/${applicationId}/interviews`, {
      kind: 'in_person',
      startsAt: new Date(Date.UTC(2026, 5, 10, 17, minute++ % 360)).toISOString(),
      people: [{ name: 'Dana Reyes', role: 'Kitchen manager', email: 'dana@harbor.example' }],
      ...overrides,
    }),
  );
}
