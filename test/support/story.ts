import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Body, Caller } from './caller.js';
import { Visitor } from './debriefs.js';
import * as words from './story-words.js';

/*
 * The main story of the product, step by step over HTTP: played by the story's test, and by `npm run demo` for people.
 */

interface NewOrganization {
  name: string;
  timeZone: string;
  adminName: string;
  adminEmail: string;
  supervisorName: string;
  supervisorEmail: string;
}

/** Where the story is played. */
export interface Scene {
  readonly url: string;
  /** What the operator does on the command line. */
  found(organization: NewOrganization): Promise<void>;
  /** Lets the worker do what is due; nothing where it runs by itself. */
  settle(): Promise<void>;
  /** The mail domain of the cast, and the name below: others for each play on one database. */
  readonly domain: string;
  readonly organization: string;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export type Role = 'coach' | 'supervisor';

export const timeZone = 'America/Los_Angeles';
/** Of everybody in the cast. */
export const PASSWORD = 'nine slow boats under a bridge';
const PATIENCE_MS = 120_000;

/** The body of an answer that went well. */
export async function done(answer: Promise<Answer>): Promise<Body> {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** The newest mail to this address, once it is there. */
export async function mailTo({ url, settle }: Scene, address: string): Promise<Mail> {
  await settle();
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(100)) {
    const mails: Mail[] = await done(new Caller(url).get('/dev/mailbox', { accept: 'application/json' }));
    const mail = mails.find(({ to }) => to === address);
    if (mail) return mail;
  }
  throw new Error(`no mail came to ${address}`);
}

/** The address in a mail that ends in `#` and a token. */
export const linkIn = ({ text }: Mail): string => /https?:\S+#[\w-]{43}/.exec(text)?.[0] ?? '';
const tokenIn = (mail: Mail): string => linkIn(mail).split('#')[1] ?? '';

export interface Member {
  readonly by: Caller;
  readonly id: string;
  readonly name: string;
  readonly mail: Mail;
}

/** Somebody who was invited chooses a password, and signs in with it. */
async function join(scene: Scene, name: string, email: string): Promise<Member> {
  const mail = await mailTo(scene, email);
  const nobody = new Caller(scene.url);
  await done(nobody.post('/v1/invitations/acceptance', { token: tokenIn(mail), password: PASSWORD }));
  const { accessToken, me } = await done(nobody.post('/v1/auth/sign-in', { email, password: PASSWORD }));
  return { by: new Caller(scene.url, { authorization: `Bearer ${accessToken}` }), id: me.id, name, mail };
}

/** 1. The operator makes the organization and vouches for its first admin and supervisor, who come in by mail. */
export async function found(scene: Scene): Promise<{ sol: Member; uma: Member }> {
  const [adminName, supervisorName] = ['Sol Rivera', 'Uma Lind'];
  const [adminEmail, supervisorEmail] = [`sol@${scene.domain}`, `uma@${scene.domain}`];
  await scene.found({ name: scene.organization, timeZone, adminName, adminEmail, supervisorName, supervisorEmail });
  return { sol: await join(scene, adminName, adminEmail), uma: await join(scene, supervisorName, supervisorEmail) };
}

/** The admin invites a second supervisor: what it says before and after the first one has said yes, and to the admin. */
export async function secondPerson({ domain }: Scene, admin: Member, second: Member) {
  const invited = await done(
    admin.by.post('/v1/invitations', { email: `vic@${domain}`, name: 'Vic Hale', role: 'supervisor' }),
  );
  const path = `/v1/invitations/${invited.id}/confirmation`;
  return { invited, alone: await admin.by.post(path), confirmed: await done(second.by.post(path)) };
}

/** The admin invites somebody, who accepts. */
export async function invite(scene: Scene, admin: Member, name: string, role: Role): Promise<Member> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@${scene.domain}`;
  await done(admin.by.post('/v1/invitations', { email, name, role }));
  return join(scene, name, email);
}

/** 2. A client with two barriers, one of them of a kind that is kept sealed. */
export async function takeIn(scene: Scene, { by }: Member) {
  const client = await done(
    by.post('/v1/clients', {
      legalName: 'Lucía Romero',
      email: `lucia@${scene.domain}`,
      phone: '+1 206 555 0142',
      spokenLanguage: 'es',
      writtenLanguage: 'es',
    }),
  );
  const barriers = `/v1/clients/${client.id}/barriers`;
  const ride = await done(by.post(barriers, { kind: 'transport', severity: 4, note: 'The last bus leaves at 22:10.' }));
  const sealed = await done(by.post(barriers, { kind: 'criminal_record', severity: 3, note: 'Nine years ago.' }));
  const moved = await done(
    by.post(`/v1/barriers/${ride.id}/moves`, {
      to: 'addressing',
      evidence: 'client_statement',
      note: 'Asks for a pass.',
    }),
  );
  return { client, ride: moved, sealed };
}

/** 3. The job, with its posting, and the first text of the letter with what the checks see in it. */
export async function beginLetter({ by }: Member, clientId: string) {
  const bakery = await done(by.post('/v1/employers', { name: 'Bright Bakery' }));
  const job = { employerName: 'Harbor Café', jobTitle: 'Line cook', postingText: words.posting, source: 'Job fair' };
  const application = await done(by.post('/v1/applications', { clientId, ...job, stage: 'preparing' }));
  const letter = await done(
    by.post('/v1/cover-letters', {
      clientId,
      applicationId: application.id,
      title: 'Letter to Harbor Café',
      body: words.firstLetter,
    }),
  );
  const checks = await done(by.get(`/v1/cover-letters/${letter.id}/checks`));
  return { bakery, application, letter, findings: checks.items as Body[] };
}

/** A second person reads it, asks for changes, reads again, approves. */
export async function reviewLetter(coach: Member, second: Member, letterId: string) {
  const path = `/v1/cover-letters/${letterId}`;
  await done(coach.by.post(`${path}/submission`));
  const back = await done(
    second.by.post(`${path}/reviews`, { decision: 'changes_requested', comments: [words.comment], versionNumber: 1 }),
  );
  const version = await done(coach.by.post(`${path}/versions`, { body: words.secondLetter }));
  const checks = await done(coach.by.get(`${path}/checks`));
  await done(coach.by.post(`${path}/submission`));
  const approved = await done(second.by.post(`${path}/reviews`, { decision: 'approved', versionNumber: 2 }));
  return { back, version, approved, findings: checks.items as Body[] };
}

/** The letter as files, and on its way. */
export async function sendLetter({ by }: Member, letterId: string) {
  const document = `/v1/cover-letters/${letterId}/versions/2/document?format=`;
  const pdf = await by.bytes(`${document}pdf`);
  const docx = await by.bytes(`${document}docx`);
  return { pdf, docx, sent: await done(by.post(`/v1/cover-letters/${letterId}/sending`)) };
}

/** A day of the organization, so many days ago. */
export const daysAgo = (days: number): string => Temporal.Now.plainDateISO(timeZone).subtract({ days }).toString();

/** 4. The way to the interview, and whom the client met there. */
export async function interview({ by }: Member, applicationId: string) {
  const path = `/v1/applications/${applicationId}`;
  for (const [to, days] of [
    ['applied', 9],
    ['phone_screen', 6],
    ['interview', 2],
  ] as const)
    await done(by.post(`${path}/stage-moves`, { to, occurredOn: daysAgo(days) }));
  const startsAt = Temporal.PlainDate.from(daysAgo(2)).toZonedDateTime({ timeZone, plainTime: '10:00' });
  return done(
    by.post(`${path}/interviews`, {
      kind: 'in_person',
      startsAt: startsAt.toInstant().toString(),
      place: '12 Pier Street',
      people: [words.interviewer],
    }),
  );
}

/** 5. The "no". A second try with the same key is answered like the first. */
export const reject = ({ by }: Member, applicationId: string, key: string): Promise<Answer> =>
  by.post(
    `/v1/applications/${applicationId}/stage-moves`,
    { to: 'rejected', reasons: [words.reason], learnedBy: 'email' },
    { 'idempotency-key': key },
  );

/** What the worker opened after the "no", and the mail that went to the client. */
export async function debriefAfter(scene: Scene, { by }: Member, client: Body) {
  const mail = await mailTo(scene, client.email);
  const { items } = await done(by.get(`/v1/debriefs?clientId=${client.id}`));
  return { mail, debriefs: items as Body[] };
}

/** 6. The client on her phone: opens the link, writes, stops. */
export async function openAndSave(scene: Scene, mail: Mail) {
  const phone = new Visitor({ nobody: new Caller(scene.url) }, 'es');
  const opened = await phone.openByUrl(linkIn(mail));
  const page = await phone.get('/d/checklist');
  const saved = await phone.fill(words.draft);
  return { opened, page, saved };
}

/** Later, on the same link: everything is there. She writes the rest and hands in. */
export async function resumeAndSubmit(scene: Scene, mail: Mail) {
  const phone = new Visitor({ nobody: new Caller(scene.url) }, 'es');
  await phone.openByUrl(linkIn(mail));
  const resumed = await phone.get('/d/checklist');
  const sent = await phone.fill(words.rest, { action: 'submit' });
  return { phone, resumed, sent, thanks: await phone.get('/d/done') };
}

/** 7. What came of it: rows that others can work with. */
export async function harvest({ by }: Member, clientId: string, debriefId: string) {
  const lessons: Body[] = (await done(by.get(`/v1/clients/${clientId}/lessons`))).items;
  const followUps: Body[] = (await done(by.get(`/v1/follow-ups?clientId=${clientId}`))).items;
  return { lessons, followUps, debrief: await done(by.get(`/v1/debriefs/${debriefId}`)) };
}

/** The coach answers, and so closes it. */
export const answer = ({ by }: Member, debriefId: string): Promise<Body> =>
  done(by.post(`/v1/debriefs/${debriefId}/review`, words.reply));

/** 8. A report of the last ninety days, in both forms. */
export async function report({ by }: Member, name: 'pipeline-funnel' | 'debrief-turnaround') {
  return { json: await done(by.get(`/v1/reports/${name}`)), csv: await by.get(`/v1/reports/${name}?format=csv`) };
}

/** 9. The trail of the whole organization, oldest first. */
export async function trail({ by }: Member): Promise<Body[]> {
  const lines: Body[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const slice: Body = await done(by.get(`/v1/audit-events?limit=100${cursor && `&cursor=${cursor}`}`));
    lines.push(...slice.items);
    cursor = slice.nextCursor;
  }
  return lines.filter(({ name }) => name !== 'audit.read').reverse();
}
