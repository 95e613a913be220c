import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { couldEver } from '../../src/access/access.js';
import { FoundingService } from '../../src/features/identity/invitations/founding.service.js';
import { addBusinessDays } from '../../src/kernel/days.js';
import { RouteCheck } from '../../src/platform/http/route-check.js';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { type Body, Caller } from '../support/caller.js';
import { Contract } from '../support/contract.js';
import { placeOf } from '../support/debriefs.js';
import { type Records, samples, send } from '../support/routes.js';
import * as story from '../support/story.js';
import * as words from '../support/story-words.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
/** What in the answers of the story is not as the document says. */
const offContract: string[] = [];
beforeAll(async () => {
  world = await createWorld();
  const contract = new Contract(world.app);
  Caller.hears = (method, path, answer) => {
    const operation = contract.operationOf(method, path);
    if (operation) offContract.push(...contract.flawsOf(operation, answer).map((flaw) => `${method} ${path}: ${flaw}`));
  };
});
afterAll(() => world.close());

const codesOf = (findings: Body[]): string[] => findings.map(({ code }) => code);
const startOf = (bytes: Uint8Array): string => Buffer.from(bytes.slice(0, 5)).toString('latin1');
const tomorrow = (): string => story.daysAgo(-1);

const cameIn = ['invitation.accepted', 'session.started', 'session.started'];
const [ANA, UMA, SOL] = ['Ana Torres', 'Uma Lind', 'Sol Rivera'];

/** Who did what, in order. Looks of this test itself are in it, too. */
const whatHappened: readonly string[][] = [
  ['system', 'organization.created', 'invitation.created', 'invitation.created', ...cameIn, ...cameIn],
  [SOL, 'invitation.proposed'],
  [UMA, 'invitation.confirmed'],
  [SOL, 'invitation.created'],
  ['system', ...cameIn],
  [ANA, 'client.created', 'barrier.identified', 'barrier.identified', 'restricted.seen', 'barrier.moved'],
  [ANA, 'employer.created', 'employer.created', 'application.created'],
  [ANA, 'cover-letter.created', 'cover-letter.version-written', 'cover-letter.seen', 'cover-letter.submitted'],
  [UMA, 'cover-letter.reviewed'],
  [ANA, 'cover-letter.version-written', 'cover-letter.seen', 'cover-letter.submitted'],
  [UMA, 'cover-letter.reviewed'],
  [ANA, 'cover-letter.document-made', 'cover-letter.document-made', 'cover-letter.sent', 'cover-letter.seen'],
  [ANA, 'application.moved', 'application.moved', 'application.moved', 'interview.scheduled', 'application.seen'],
  [ANA, 'application.rejected', 'restricted.seen', 'application.history-seen'],
  ['system', 'debrief.issued', 'debrief.link-made'],
  [ANA, 'debrief.list-seen', 'debrief.seen'],
  ['client', 'debrief.opened', 'debrief.saved'],
  [ANA, 'debrief.seen'],
  ['client', 'debrief.opened', 'debrief.saved'],
  ['client', ...Array<string>(4).fill('follow-up.created'), 'debrief.submitted'],
  [ANA, 'debrief.document-made', 'debrief.seen', 'lesson.seen', 'follow-up.list-seen', 'debrief.seen', 'contact.seen'],
  [ANA, 'follow-up.completed', 'debrief.reviewed'],
  [SOL, 'report.made', 'report.made', 'report.made', 'report.made'],
];

it('the whole story: from an organization on the command line to what was learned from a "no", and its reports', async () => {
  const scene: story.Scene = {
    url: world.url,
    organization: 'North Star',
    domain: 'northstar.example',
    settle: world.settle,
    found: async (organization) =>
      void (await world.app.get(FoundingService).create({ ...organization, locale: 'en' })),
  };

  // 1. The operator makes the organization; people come in by mail.
  const { sol, uma } = await story.found(scene);
  expect(sol.mail.subject).toBe('North Star invites you to Onward');
  const vic = await story.secondPerson(scene, sol, uma);
  expect(vic.invited.status).toBe('awaiting_confirmation');
  expect([vic.alone.status, vic.alone.body.code]).toEqual([422, 'access.second-person']);
  expect(vic.confirmed.status).toBe('open');
  const ana = await story.invite(scene, sol, 'Ana Torres', 'coach');
  expect((await ana.by.get('/v1/me')).body).toMatchObject({
    name: 'Ana Torres',
    role: 'coach',
    organization: { name: 'North Star', timeZone: story.timeZone },
  });

  // 2. A client with two barriers; the sealed one is a secret to the admin, and to every table but its own.
  const { client, ride, sealed } = await story.takeIn(scene, ana);
  expect(client).toMatchObject({ legalName: 'Lucía Romero', timeZone: story.timeZone, coach: { id: ana.id } });
  expect(ride).toMatchObject({ kind: 'transport', status: 'addressing', history: [{ from: 'identified' }] });
  expect(sealed).toMatchObject({ tier: 'T2', status: 'identified' });
  expect((await sol.by.get(`/v1/barriers/${sealed.id}`)).status).toBe(403);

  // 3. The letter: what the checks see, a second person, two versions, two files, and sent for good.
  const { bakery, application, letter, findings } = await story.beginLetter(ana, client.id);
  expect(application).toMatchObject({ employer: { name: 'Harbor Café' }, stage: 'preparing', sentLetter: null });
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'letter-check.wrong-employer', level: 'problem' }),
      expect.objectContaining({ code: 'letter-check.placeholder', excerpt: '[Name]' }),
      expect.objectContaining({
        code: 'letter-check.posting-word-missing',
        parameters: { term: 'Food safety', count: 2 },
      }),
    ]),
  );
  expect((await ana.by.post(`/v1/cover-letters/${letter.id}/sending`)).body.code).toBe('cover-letter.not-approved');
  const reviewed = await story.reviewLetter(ana, uma, letter.id);
  expect(reviewed.back).toMatchObject({
    status: 'changes_requested',
    reviews: [{ versionNumber: 1, reviewer: { name: 'Uma Lind' }, comments: [words.comment] }],
  });
  expect(reviewed.version).toMatchObject({ number: 2, author: { name: 'Ana Torres' } });
  expect(codesOf(reviewed.findings)).not.toContain('letter-check.wrong-employer');
  expect(codesOf(reviewed.findings)).not.toContain('letter-check.placeholder');
  expect(reviewed.findings).not.toContainEqual(
    expect.objectContaining({ parameters: expect.objectContaining({ term: 'Food safety' }) }),
  );
  expect(reviewed.approved).toMatchObject({ status: 'approved', latestNumber: 2 });
  const { pdf, docx, sent } = await story.sendLetter(ana, letter.id);
  expect([startOf(pdf), startOf(docx).slice(0, 4)]).toEqual(['%PDF-', 'PK\u0003\u0004']);
  expect(sent).toMatchObject({ status: 'sent', sentNumber: 2, application: { id: application.id } });
  const late = await ana.by.post(`/v1/cover-letters/${letter.id}/versions`, { body: 'Another' });
  expect([late.status, late.body.code]).toEqual([422, 'cover-letter.frozen']);
  expect((await ana.by.patch(`/v1/cover-letters/${letter.id}`, { title: 'Another' })).body.code).toBe(
    'cover-letter.frozen',
  );

  // 4. The way to the interview.
  const interview = await story.interview(ana, application.id);
  expect(interview).toMatchObject({ round: 1, timeZone: story.timeZone, people: [words.interviewer] });
  expect((await ana.by.get(`/v1/applications/${application.id}`)).body).toMatchObject({
    stage: 'interview',
    furthestStage: 'interview',
    appliedOn: story.daysAgo(9),
    sentLetter: { id: letter.id, number: 2 },
  });

  // 5. The "no", said twice: one move, one debrief, one mail.
  const first = await story.reject(ana, application.id, 'the-no');
  const again = await story.reject(ana, application.id, 'the-no');
  expect(first.body).toMatchObject({
    move: { kind: 'ending', from: 'interview', to: 'rejected', reasons: [words.reason], learnedBy: 'email' },
    application: { outcome: 'rejected', isOpen: false, endingStage: 'interview' },
  });
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect((await story.reject(ana, application.id, 'another-no')).body.code).toBe('application.already-ended');
  const { mail, debriefs } = await story.debriefAfter(scene, ana, client);
  expect(debriefs).toHaveLength(1);
  const [debrief] = debriefs as [Body];
  expect(debrief).toMatchObject({ application: { id: application.id }, variant: 'R2', status: 'issued', locale: 'es' });
  expect(world.mails().filter(({ to }) => to === client.email)).toHaveLength(1);
  expect(mail.subject).toBe('Tienes un mensaje de Ana Torres');
  expect(`${mail.subject} ${mail.text}`).not.toMatch(/Harbor|cook|entrevista|trabajo|North Star/i);

  // 6. A scanner fetches the link and nothing happens; then the client opens it.
  expect((await world.nobody.get('/d')).headers.get('set-cookie')).toBeNull();
  expect((await ana.by.get(`/v1/debriefs/${debrief.id}`)).body.status).toBe('issued');
  const begun = await story.openAndSave(scene, mail);
  expect([begun.opened.status, placeOf(begun.opened)]).toEqual([303, '/d/checklist']);
  expect(begun.page.text).toContain('<html lang="es"');
  for (const sentence of ['Llegaste a la entrevista.', 'Line cook, Harbor Café', '¿Qué aprendiste?'])
    expect(textOf(begun.page.text)).toContain(sentence);
  expect(textOf(begun.page.text)).not.toMatch(/antecedentes|delito/i);
  expect(textOf(begun.page.text)).toContain('¿Conociste a Dana Reyes?');
  expect([begun.saved.status, placeOf(begun.saved)]).toEqual([303, '/d/checklist?saved=end']);
  expect((await ana.by.get(`/v1/debriefs/${debrief.id}`)).body.status).toBe('in_progress');
  const finished = await story.resumeAndSubmit(scene, mail);
  expect(formFieldsOf(finished.resumed.text)).toMatchObject(words.draft);
  expect([finished.sent.status, placeOf(finished.sent)]).toEqual([303, '/d/done']);
  for (const sentence of ['Gracias', words.rest['item.learned.text'], 'Enviar la nota de agradecimiento'])
    expect(textOf(finished.thanks.text)).toContain(sentence);
  const made = await ana.by.post(`/v1/debriefs/${debrief.id}/papers`, { locale: 'es' });
  const paper = await ana.by.bytes(`/v1/papers/${made.body.id}`);
  expect(startOf(paper)).toBe('%PDF-');
  expect(Buffer.from(paper).toString('latin1')).toMatch(/\/StructTreeRoot[\s\S]*\/Lang/);

  // 7. What she wrote became rows; the coach answers, and she reads it on her page.
  const { lessons, followUps, debrief: handedIn } = await story.harvest(ana, client.id, debrief.id);
  expect(lessons.map(({ kind, text }) => [kind, text]).sort()).toEqual([
    ['better_answer', words.rest['item.q_hard.newAnswer']],
    ['learned', words.rest['item.learned.text']],
  ]);
  expect(followUps.map(({ kind, assignee, title, dueOn }) => [kind, assignee, title, dueOn])).toEqual([
    ['thanks', 'client', null, tomorrow()],
    ['answer_client', 'coach', null, addBusinessDays(story.daysAgo(0), 2)],
    ['practise', 'client', words.draft['item.q_hard.question'], story.daysAgo(-7)],
    ['next_one', 'client', words.rest['item.next_one.job'], story.daysAgo(-7)],
  ]);
  expect((await ana.by.get(`/v1/clients/${client.id}/contacts`)).body.items).toMatchObject([
    { name: words.interviewer.name, reachBy: words.interviewer.email },
  ]);
  expect(handedIn).toMatchObject({ status: 'submitted', submittedBy: 'client' });
  expect(await story.answer(ana, debrief.id)).toMatchObject({ status: 'reviewed', ...words.reply });
  expect(textOf((await finished.phone.get('/d/checklist')).text)).toContain(words.reply.reply);

  // 8. Two reports: one application is a small number, so nothing of it is told.
  const funnel = await story.report(sol, 'pipeline-funnel');
  const interviews = funnel.json.rows.find(({ code }: Body) => code === 'interview');
  expect(interviews.cells.count).toEqual({ value: null, isSuppressed: true, bound: null });
  expect(funnel.json.rows.find(({ code }: Body) => code === 'offer').cells.count.value).not.toBe(1);
  const turnaround = await story.report(sol, 'debrief-turnaround');
  expect(turnaround.json.rows.find(({ code }: Body) => code === 'issued').cells.count.isSuppressed).toBe(true);
  for (const { csv } of [funnel, turnaround]) {
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(csv.text.split('\r\n').length).toBeGreaterThan(5);
  }

  // 9. All of it stands in the trail, in order, and nothing that anybody wrote does.
  const trail = await story.trail(sol);
  expect(trail.map(({ name, actor }) => [actor.name ?? actor.kind, name])).toEqual(
    whatHappened.flatMap(([who, ...names]) => names.map((name) => [who, name])),
  );
  expect(JSON.stringify(trail)).not.toMatch(/Luc[ií]a|Romero|grill|respiro|Harbor|criminal/);

  // And to a coach of another organization, none of it exists.
  const records: Records = {
    client: client.id,
    deletedClient: client.id,
    barrier: sealed.id,
    deletedBarrier: sealed.id,
    followUp: followUps[0]?.id,
    deletedFollowUp: followUps[0]?.id,
    employer: bakery.id,
    contact: bakery.id,
    deletedContact: bakery.id,
    networkContact: bakery.id,
    deletedNetworkContact: bakery.id,
    application: application.id,
    move: first.body.move.id,
    openApplication: application.id,
    deletedApplication: application.id,
    interview: interview.id,
    deletedInterview: interview.id,
    letter: letter.id,
    debrief: debrief.id,
    paper: made.body.id,
    invitation: trail.find(({ name }) => name === 'invitation.created')?.subjectId,
    coach: ana.id,
  };
  const known = samples(records);
  const seen: string[] = [];
  for (const { method, path, access } of world.app.get(RouteCheck).routes()) {
    const sample = known[`${method} ${path}`];
    if (!sample || sample.about === 'nothing' || !access.action || !couldEver('coach', access.action)) continue;
    const { status } = await send(world.cai, method, sample);
    seen.push(`${status} ${method} ${path}`);
  }
  expect(seen.filter((line) => !line.startsWith('404'))).toEqual([]);
  expect(seen.length).toBeGreaterThan(40);
}, 60_000);

it('in which every answer was as the OpenAPI document says', () => {
  expect(offContract).toEqual([]);
});
