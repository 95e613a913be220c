import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationsService } from '../../src/features/applications/applications.service.js';
import { StageMovesService } from '../../src/features/applications/stage-moves/stage-moves.service.js';
import { DebriefLapsing } from '../../src/features/debriefs/issuing/lapsing.js';
import { newId } from '../../src/kernel/ids.js';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { moveTo, newApplication, newInterview } from '../support/applications.js';
import type { Body } from '../support/caller.js';
import {
  debriefAfter,
  ended,
  linkOf,
  mailedLink,
  newClientOf,
  openedDebrief,
  placeOf,
  Visitor,
} from '../support/debriefs.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.sql(`create function die() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`);
});
afterAll(() => world.close());

const AFTER_INTERVIEW = { stages: ['phone_screen', 'interview'], interviews: [{}] };

const debriefsOf = async (clientId: string) => (await world.ana.get(`/v1/debriefs?clientId=${clientId}`)).body.items;
const mailsTo = (client: { email: string }) => world.mails().filter(({ to }) => to === client.email);
/** The link in a mail to this client; the newest is 0. */
const ownLink = (client: Body, at: number): string =>
  /http\S+#\S+/.exec(mailsTo(client as { email: string })[at]?.text ?? '')?.[0] ?? '';
const followUpsOf = async (clientId: string) =>
  (await world.ana.get(`/v1/follow-ups?clientId=${clientId}`)).body.items.map(
    ({ kind, assignee, title, dueOn }: Record<string, unknown>) => ({ kind, assignee, title, dueOn }),
  );
const eventsOf = async (id: string) =>
  (await world.sql<{ name: string }>('select name from ledger_lines where subject_id = $1 order by id', [id])).map(
    ({ name }) => name,
  );
/** The end of this application is told to the worker once more. */
const again = (applicationId: string) =>
  world.sql(
    `update deliveries d set status = 'pending', next_at = now() from ledger_lines l
      where l.id = d.line_id and l.subject_id = $1 and d.consumer = 'debriefs.open'`,
    [applicationId],
  );
const sessionOf = async (userId: string): Promise<string> =>
  (await world.sql<{ id: string }>('select id from sessions where subject_id = $1 order by id desc', [userId]))[0]
    ?.id ?? '';

/** A "no" that was decided some days ago, and the worker came by. */
async function noOf(
  given: Body | undefined,
  { ago, ...more }: { ago: number; issueDebrief?: boolean; outcome?: string },
) {
  const client = given ?? (await newClientOf(world.ana));
  const { outcome = 'rejected', ...asked } = more;
  const occurredOn = todayInNorth().subtract({ days: ago }).toString();
  const { id } = await newApplication(world.ana, { clientId: client.id });
  await moveTo(world.ana, id, outcome, { occurredOn, ...asked });
  await world.settle();
  return { client, applicationId: id };
}
/** Out of sight and back: an application by its id, or whatever has this path. */
const pathOf = (what: string): string => (what.startsWith('/') ? what : `/v1/applications/${what}`);
const remove = async (what: string): Promise<void> => {
  const { headers } = await world.sol.get(pathOf(what));
  const { status } = await world.sol.delete(pathOf(what), { 'if-match': headers.get('etag') ?? '' });
  expect(status).toBe(204);
};
const restore = async (what: string): Promise<void> => {
  expect((await world.sol.post(`${pathOf(what)}/restoration`)).status).toBe(200);
};
const todayInNorth = () => Temporal.Now.zonedDateTimeISO('America/Los_Angeles').toPlainDate();

describe('a debrief', () => {
  it('follows a rejection, in the variant that fits and in the language of the client', async () => {
    const { debrief, application } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    expect(debrief).toMatchObject({
      application: { id: application.id, jobTitle: 'Line cook' },
      variant: 'R2',
      status: 'issued',
      locale: 'es',
    });
    const days = (Date.parse(debrief.lapsesAt) - Date.parse(debrief.issuedAt)) / 86_400_000;
    expect(Math.floor(days)).toBe(21);
    expect(new Date(debrief.lapsesAt).toLocaleTimeString('en-GB', { timeZone: 'America/Los_Angeles' })).toBe(
      '00:00:00',
    );
  });

  it('has the variant of the furthest stage and the rounds that took place', async () => {
    const variantOf = async (course: object) => (await debriefAfter(world, world.ana, course)).debrief?.variant;
    expect(await variantOf({})).toBe('R0');
    expect(await variantOf({ stages: ['phone_screen'] })).toBe('R1');
    expect(await variantOf({ stages: ['interview'], interviews: [{}, { startsAt: '2026-06-12T17:00:00Z' }] })).toBe(
      'R3',
    );
    expect(await variantOf({ outcome: 'closed_position' })).toBe('R0');
  });

  it('follows what took place, not the stage: a missed, a future and a cancelled interview are none', async () => {
    const variantAfter = async (interview: object, outcome?: string) => {
      const { id: clientId } = await newClientOf(world.ana);
      const { id } = await newApplication(world.ana, { clientId });
      await moveTo(world.ana, id, 'interview');
      const meeting = await newInterview(world.ana, id, interview);
      if (outcome) await world.ana.post(`/v1/interviews/${meeting.id}/outcome`, { outcome });
      await moveTo(world.ana, id, 'rejected');
      await world.settle();
      const [debrief] = await debriefsOf(clientId);
      const { items } = (await world.ana.get(`/v1/debriefs/${debrief.id}`)).body;
      const claims = items.filter(({ code }: { code: string }) =>
        ['pos_reached', 'pos_practice', 'q_hard'].includes(code),
      );
      return [debrief.variant, claims.length];
    };
    expect(await variantAfter({}, 'no_show_client')).toEqual(['R0', 0]);
    expect(await variantAfter({ startsAt: '2198-06-10T17:00:00Z' })).toEqual(['R0', 0]);
    expect(await variantAfter({}, 'cancelled')).toEqual(['R0', 0]);
    expect(await variantAfter({}, 'not_passed')).toEqual(['R2', 3]);
  });

  it('is put right, when the interview turns out to have been missed', async () => {
    const { debrief, application } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    const [interview] = (await world.ana.get(`/v1/applications/${application.id}/interviews`)).body.items;
    await world.ana.post(`/v1/interviews/${interview.id}/outcome`, { outcome: 'no_show_client' });
    await world.settle();
    expect((await world.ana.get(`/v1/debriefs/${debrief.id}`)).body.variant).toBe('R1');
    expect(await eventsOf(debrief.id)).toContain('debrief.put-right');
  });

  it('praises nobody for an interview that turns out to have been missed, though it was seen, and keeps every word', async () => {
    const { visitor, debrief, application, seen } = await openedDebrief(world, {
      stages: ['interview'],
      interviews: [{}],
    });
    const PRAISE = /You got to the interview|You got real practice|After your interview|You met new people/;
    const pageOf = async (who: Visitor) => textOf((await who.get('/d/checklist')).text);
    const missed = async (of: Body) => {
      const [interview] = (await world.ana.get(`/v1/applications/${of.id}/interviews`)).body.items;
      await world.ana.post(`/v1/interviews/${interview.id}/outcome`, { outcome: 'no_show_client' });
      await world.settle();
    };
    const typed = { 'item.pos_reached.isTrue': 'yes', 'item.q_hard.question': 'Why you?', 'item.learned.text': 'Ask' };
    await visitor.fill(typed);
    expect(await pageOf(visitor)).toMatch(PRAISE);
    const stale = formFieldsOf((await visitor.get('/d/checklist')).text);
    await missed(application);
    expect(await seen()).toMatchObject({ variant: 'R0', status: 'in_progress' });
    const page = await visitor.get('/d/checklist');
    expect(textOf(page.text)).not.toMatch(PRAISE);
    expect(textOf(page.text)).toContain('Your answer from before');
    expect(formFieldsOf(page.text)).toMatchObject(typed);
    expect(formFieldsOf(page.text)).not.toHaveProperty('item.forgot.text');
    // What was typed meanwhile on the page as it was is kept, too.
    const late = { ...stale, 'item.forgot.text': 'My license', action: 'save' };
    expect(placeOf(await visitor.post('/d/checklist', late))).toMatch(/^\/d\/checklist\?saved/);
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({
      ...typed,
      'item.forgot.text': 'My license',
    });
    const { text, body } = await world.ana.get(`/v1/debriefs/${debrief.id}`);
    expect(text).not.toMatch(PRAISE);
    expect(body.answers).toMatchObject({ q_hard: { question: 'Why you?' }, pos_reached: { isTrue: true } });
    const paper = await world.ana.get(`/v1/debriefs/${debrief.id}/document?locale=en`);
    expect(paper.status).toBe(200);
    expect((await world.ana.post(`/v1/debriefs/${debrief.id}/submission`)).status).toBe(200);
    expect((await seen()).answers).toMatchObject({ forgot: { text: 'My license' } });
    expect(await pageOf(visitor)).toContain('Why you?');
    expect(await pageOf(visitor)).not.toMatch(PRAISE);
    const handedIn = await openedDebrief(world, { stages: ['interview'], interviews: [{}] });
    await handedIn.visitor.fill(typed, { action: 'submit' });
    expect(await pageOf(handedIn.visitor)).toMatch(PRAISE);
    await missed(handedIn.application);
    expect(await handedIn.seen()).toMatchObject({ variant: 'R2', status: 'submitted' });
    expect(await pageOf(handedIn.visitor)).not.toMatch(PRAISE);
    expect(await pageOf(handedIn.visitor)).toContain('Why you?');
  });

  it('says of a job that was closed that it was closed', async () => {
    const { debrief } = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, outcome: 'closed_position' });
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
    const page = textOf((await visitor.get('/d/checklist?locale=en')).text);
    expect(page).not.toMatch(/You did not get|no te dieron/);
    expect(page).toMatch(/The job was closed|Cerraron la vacante/);
  });

  it('gives way to the coach’s task of the same day where none is written, once however often it is told', async () => {
    for (const [kind, course] of [
      ['no_answer_came', { outcome: 'no_response' }],
      ['client_stepped_out', { outcome: 'withdrawn' }],
      ['offer_fell_through', { stages: ['offer'], outcome: 'offer_withdrawn' }],
      ['offer_fell_through', { stages: ['check'], outcome: 'rejected' }],
    ] as const) {
      const { client, application } = await ended(world.ana, course);
      for (let time = 0; time < 3; time += 1) {
        await world.settle();
        await again(application.id);
      }
      expect(await debriefsOf(client.id)).toEqual([]);
      expect(await followUpsOf(client.id)).toEqual([
        { kind, assignee: 'coach', title: null, dueOn: todayInNorth().toString() },
      ]);
      expect(mailsTo(client)).toEqual([]);
    }
  });

  it('does not follow a step back before anything was sent', async () => {
    const client = await newClientOf(world.ana);
    const { id } = await newApplication(world.ana, { clientId: client.id, stage: 'saved', appliedOn: undefined });
    await moveTo(world.ana, id, 'withdrawn');
    await world.settle();
    expect(await followUpsOf(client.id)).toEqual([]);
  });

  it('does not follow a "no" more than 21 days old, unless the coach asks for it', async () => {
    const { client } = await noOf(undefined, { ago: 22 });
    expect(await debriefsOf(client.id)).toEqual([]);
    expect(await followUpsOf(client.id)).toEqual([]);
    const asked = await noOf(undefined, { ago: 22, issueDebrief: true });
    expect(await debriefsOf(asked.client.id)).toHaveLength(1);
    const fresh = await noOf(undefined, { ago: 21 });
    expect(await debriefsOf(fresh.client.id)).toHaveLength(1);
    const unwanted = await noOf(undefined, { ago: 0, issueDebrief: false });
    expect(await debriefsOf(unwanted.client.id)).toEqual([]);
  });

  it('can be asked for at an end only', async () => {
    const { id } = await newApplication(world.ana);
    const move = await world.ana.post(`/v1/applications/${id}/stage-moves`, { to: 'interview', issueDebrief: true });
    expect([move.status, move.body.code]).toEqual([422, 'application.debrief-needs-end']);
  });

  it('does not follow a thousand old "no"s that are written down at once, nor does a mail or a task', async () => {
    const clients = await Promise.all(Array.from({ length: 10 }, () => newClientOf(world.ana)));
    const before = world.mails().length;
    const actor = {
      kind: 'staff' as const,
      userId: world.ana.id,
      organizationId: world.ana.organizationId,
      role: 'coach' as const,
      sessionId: await sessionOf(world.ana.id),
      requestId: newId(),
    };
    const applications = world.app.get(ApplicationsService);
    const moves = world.app.get(StageMovesService);
    const write = async (at: number): Promise<void> => {
      const clientId = clients[at % clients.length]?.id;
      const day = todayInNorth().subtract({ days: 22 + (at % 300) });
      const { id } = await applications.create(actor, {
        clientId,
        employerName: 'Harbor Café',
        jobTitle: 'Line cook',
        appliedOn: day.subtract({ days: 9 }).toString(),
      });
      const to = (['rejected', 'no_response', 'withdrawn', 'closed_position'] as const)[at % 4] ?? 'rejected';
      const reasons = to === 'rejected' ? [{ code: 'unknown' as const, source: 'coach_guess' as const }] : [];
      await moves.move(actor, id, null, { to, occurredOn: day.toString(), reasons });
    };
    for (let at = 0; at < 1000; at += 10) await Promise.all(Array.from({ length: 10 }, (_, more) => write(at + more)));
    await world.settle();
    expect(await world.sql(`select 1 from deliveries where consumer = 'debriefs.open' and status <> 'done'`)).toEqual(
      [],
    );
    const ids = clients.map(({ id }) => id);
    const of = (table: string) => world.sql(`select 1 from ${table} where client_id = any($1)`, [ids]);
    expect(await of('applications')).toHaveLength(1000);
    expect([await of('debriefs'), await of('follow_ups'), world.mails().length]).toEqual([[], [], before]);
  }, 240_000);

  it('asks about open working barriers and never learns of restricted ones', async () => {
    const client = await newClientOf(world.ana);
    for (const kind of ['transport', 'criminal_record', 'disability_access']) {
      expect((await world.ana.post(`/v1/clients/${client.id}/barriers`, { kind })).status).toBe(201);
    }
    const { debrief } = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client });
    const [row] = await world.sql<{ facts: { barriers: string[] } }>('select facts from debriefs where id = $1', [
      debrief.id,
    ]);
    expect(row?.facts.barriers).toEqual(['transport']);
  });

  it('is one, however often its line is delivered', async () => {
    const { client, application } = await debriefAfter(world, world.ana);
    for (let time = 0; time < 3; time += 1) {
      await again(application.id);
      await world.settle();
    }
    expect(await debriefsOf(client.id)).toHaveLength(1);
    expect(mailsTo(client)).toHaveLength(1);
  });

  it('is one, and mailed once, when four workers reach for its line at the same time', async () => {
    const { client } = await ended(world.ana);
    await Promise.all([1, 2, 3, 4].map(() => world.settle()));
    await world.settle();
    expect(await debriefsOf(client.id)).toHaveLength(1);
    expect(mailsTo(client)).toHaveLength(1);
  });

  it('is not there at all when the worker dies half-way, and one after the next try', async () => {
    await world.sql(
      `create trigger die before insert on ledger_lines for each row when (new.name = 'debrief.issued') execute function die()`,
    );
    const { client } = await ended(world.ana);
    await world.settle();
    expect(await debriefsOf(client.id)).toEqual([]);
    await world.sql('drop trigger die on ledger_lines');
    await world.sql(`update deliveries set next_at = now() where status = 'pending'`);
    await world.settle();
    expect(await debriefsOf(client.id)).toHaveLength(1);
    expect(mailsTo(client)).toHaveLength(1);
  });

  it('is withdrawn with its links when the "no" was a mistake', async () => {
    const { debrief, application } = await debriefAfter(world, world.ana);
    const { url } = await linkOf(world.ana, debrief.id);
    await moveTo(world.ana, application.id, 'applied', { note: 'The no was for somebody else.' });
    await world.settle();
    expect((await world.ana.get(`/v1/debriefs/${debrief.id}`)).body.status).toBe('skipped');
    expect((await new Visitor(world).openByUrl(url)).status).toBe(422);
  });

  it('follows again, as a second one, when the application is reopened and ends with a "no" again', async () => {
    const { client, application } = await debriefAfter(world, world.ana);
    await moveTo(world.ana, application.id, 'interview', { note: 'They called after all.' });
    await moveTo(world.ana, application.id, 'rejected');
    await world.settle();
    expect((await debriefsOf(client.id)).map(({ status }: { status: string }) => status).sort()).toEqual([
      'issued',
      'skipped',
    ]);
  });

  it('of an application that was deleted before the worker came is there once it is restored, and only one', async () => {
    const { client, application } = await ended(world.ana, AFTER_INTERVIEW);
    await remove(application.id);
    await world.settle();
    expect(await world.sql('select 1 from debriefs where application_id = $1', [application.id])).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      await restore(application.id);
      await world.settle();
      expect(await debriefsOf(client.id)).toMatchObject([{ status: 'issued', variant: 'R2' }]);
      expect(mailsTo(client)).toHaveLength(1);
      await remove(application.id);
      await world.settle();
    }
  });

  it('of a restored application is one, when both lines wait for the worker and several reach for them', async () => {
    const { client, application } = await ended(world.ana);
    await remove(application.id);
    await restore(application.id);
    await Promise.all([1, 2, 3, 4].map(() => world.settle()));
    await world.settle();
    expect(await debriefsOf(client.id)).toHaveLength(1);
    expect(mailsTo(client)).toHaveLength(1);
  });

  it('does not follow a restoration when nobody said no, the "no" was taken back, or its three weeks are over', async () => {
    const [open, reopened, old] = [
      await newClientOf(world.ana),
      await newClientOf(world.ana),
      await newClientOf(world.ana),
    ];
    const asked = await newApplication(world.ana, { clientId: open.id });
    const { application: called } = await ended(world.ana, { client: reopened });
    await moveTo(world.ana, called.id, 'interview', { note: 'They called after all.' });
    const { application: past } = await ended(world.ana, { client: old });
    for (const { id } of [asked, called, past]) await remove(id);
    await world.settle();
    await world.sql(`update stage_moves set created_at = now() - interval '22 days' where application_id = $1`, [
      past.id,
    ]);
    for (const { id } of [asked, called, past]) await restore(id);
    await world.settle();
    for (const { id } of [open, reopened, old]) expect(await debriefsOf(id)).toEqual([]);
  });

  it('lapses when nobody answered in three weeks, and its link opens nothing any more', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { debrief: other } = await debriefAfter(world, world.ana);
    const { url } = await linkOf(world.ana, debrief.id);
    await world.sql('update debriefs set lapses_at = now() where id = $1', [debrief.id]);
    await world.app.get(DebriefLapsing).lapse();
    expect((await world.ana.get(`/v1/debriefs/${debrief.id}`)).body.status).toBe('lapsed');
    expect((await world.ana.get(`/v1/debriefs/${other.id}`)).body.status).toBe('issued');
    expect((await new Visitor(world).openByUrl(url)).status).toBe(422);
    expect((await world.ana.post(`/v1/debriefs/${debrief.id}/links`, { way: 'screen' })).body.code).toBe(
      'debrief.not-open',
    );
    expect(await eventsOf(debrief.id)).toContain('debrief.lapsed');
  });
});

describe('the mail', () => {
  it('tells nothing in its subject, and holds a link and a code that are nowhere else', async () => {
    const { client, debrief } = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client: {} });
    const [mail] = mailsTo(client);
    expect(mail?.subject).toBe('Tienes un mensaje de Ana');
    expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Harbor|cook|entrevista|rechaz|trabajo/i);
    const token = /\/d\?locale=es#([\w-]{43})\n/.exec(mail?.text ?? '')?.[1] ?? '';
    const code = /código: ([2-9A-Z]{4}-[2-9A-Z]{4})/.exec(mail?.text ?? '')?.[1] ?? '';
    for (const secret of [token, code, code.replace('-', '')]) expect(await tablesHolding(world, secret)).toEqual([]);
    expect((await new Visitor(world).openByUrl(`#${token}`)).status).toBe(303);
    expect((await new Visitor(world).openByCode(code.toLowerCase())).status).toBe(303);
    expect(await eventsOf(debrief.id)).toEqual([
      'debrief.issued',
      'debrief.link-made',
      'debrief.opened',
      'debrief.opened',
    ]);
  });

  it('is the same mail with the same link when the worker died after sending it', async () => {
    const { client } = await debriefAfter(world, world.ana);
    // As it stands when nobody could write that it was sent, and the claim has ended.
    await world.sql(
      `update deliveries d set status = 'pending', done_at = null, next_at = now() from ledger_lines l
        where l.id = d.line_id and l.client_id = $1 and d.consumer = 'debriefs.mail'`,
      [client.id],
    );
    await world.settle();
    const mails = mailsTo(client);
    expect(mails).toHaveLength(2);
    expect(mails[0]?.text).toBe(mails[1]?.text);
    const url = /http\S+#\S+/.exec(mails[0]?.text ?? '')?.[0] ?? '';
    expect((await new Visitor(world).openByUrl(url)).status).toBe(303);
  });

  it('waits while the application or the client is deleted, and goes out once when both are back', async () => {
    const paths = ({ client, application }: Awaited<ReturnType<typeof ended>>) => [
      `/v1/applications/${application.id}`,
      `/v1/clients/${client.id}`,
    ];
    for (const which of [0, 1]) {
      await world.sql('create trigger die before insert on client_links for each row execute function die()');
      const made = await ended(world.ana);
      await world.settle();
      await world.sql('drop trigger die on client_links');
      const path = paths(made)[which] ?? '';
      await remove(path);
      const due = `update deliveries set next_at = now() where status = 'pending'`;
      await world.sql(due);
      await world.settle();
      expect(mailsTo(made.client)).toEqual([]);
      await restore(path);
      await world.sql(due);
      await world.settle();
      expect(mailsTo(made.client)).toHaveLength(1);
    }
  });

  it('waits for its hour although the coach looked at the page or typed in it with the client: it goes out once', async () => {
    const due = `update deliveries set next_at = now() where status = 'pending'`;
    const waiting = async () => {
      await world.sql(
        `create trigger die before insert on client_links for each row when (new.purpose = 'email') execute function die()`,
      );
      const made = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client: { writtenLanguage: 'en' } });
      await world.sql('drop trigger die on client_links');
      const visitor = new Visitor(world);
      await visitor.openByUrl((await linkOf(world.ana, made.debrief.id)).url);
      const seen = async () => (await world.ana.get(`/v1/debriefs/${made.debrief.id}`)).body;
      expect(await seen()).toMatchObject({ status: 'issued', openedAt: null });
      expect(await eventsOf(made.debrief.id)).toContain('debrief.opened');
      return { ...made, visitor, seen };
    };
    const sent = async (client: Body) => {
      for (let time = 0; time < 2; time += 1) {
        await world.sql(due);
        await world.settle();
      }
      return mailsTo(client as { email: string }).length;
    };
    const looked = await waiting();
    expect(await sent(looked.client)).toBe(1);
    const typed = await waiting();
    expect((await typed.visitor.fill({ 'item.next_one.job': 'Cook' })).status).toBe(303);
    expect(await typed.seen()).toMatchObject({ status: 'in_progress', openedAt: null });
    expect(await sent(typed.client)).toBe(1);
    await new Visitor(world).openByUrl(mailedLink(world, typed.client).url);
    expect(await typed.seen()).toMatchObject({ status: 'in_progress', openedAt: expect.any(String) });
    const handedIn = await waiting();
    await handedIn.visitor.fill({ 'item.learned.text': 'Ask earlier' }, { action: 'submit' });
    expect(await handedIn.seen()).toMatchObject({ status: 'submitted' });
    expect(await sent(handedIn.client)).toBe(0);
  });

  it('does not go to somebody without an address: the coach is asked to give the page', async () => {
    const client = await newClientOf(world.ana, { email: null });
    await debriefAfter(world, world.ana, { client });
    expect(await followUpsOf(client.id)).toEqual([
      { kind: 'give_page', assignee: 'coach', title: null, dueOn: todayInNorth().toString() },
    ]);
  });
});

describe('the third "no" within seven days', () => {
  const CALL = { kind: 'call_client', assignee: 'coach', title: null };
  const call = () => ({ ...CALL, dueOn: todayInNorth().toString() });
  const statusesOf = async (clientId: string) =>
    (await debriefsOf(clientId)).map(({ status }: { status: string }) => status).sort();

  it('brings a call and no form; of the forms before it the unopened go, the opened stay', async () => {
    const client = await newClientOf(world.ana);
    await noOf(client, { ago: 6 });
    await noOf(client, { ago: 3 });
    const [second] = await debriefsOf(client.id);
    // Its client opened the first by the older mail; at the second only the coach had a look.
    const { url: unseen } = await linkOf(world.ana, second.id);
    const visitor = new Visitor(world);
    await visitor.openByUrl(ownLink(client, 1));
    await new Visitor(world).openByUrl(unseen);
    await noOf(client, { ago: 0 });
    expect(await statusesOf(client.id)).toEqual(['opened', 'skipped']);
    expect((await world.ana.get(`/v1/debriefs/${second.id}`)).body).toMatchObject({
      status: 'skipped',
      skipReason: 'call_instead',
      moves: [],
    });
    expect((await visitor.fill({ 'item.next_one.job': 'Cook' })).status).toBe(303);
    expect((await new Visitor(world).openByUrl(unseen)).status).toBe(422);
    expect(mailsTo(client)).toHaveLength(2);
    expect(await followUpsOf(client.id)).toEqual([call()]);
    // A fourth finds the call still to be made, and one after it is made asks for another.
    await noOf(client, { ago: 0 });
    expect(await followUpsOf(client.id)).toEqual([call()]);
    expect(await statusesOf(client.id)).toEqual(['in_progress', 'skipped']);
  });

  it('counts by the day decided, in whatever order and however late they are written down', async () => {
    const client = await newClientOf(world.ana);
    for (const ago of [4, 10, 6]) await noOf(client, { ago });
    expect(await statusesOf(client.id)).toEqual(['skipped', 'skipped']);
    expect(await followUpsOf(client.id)).toEqual([call()]);
    const spread = await newClientOf(world.ana);
    for (const ago of [14, 7, 0]) await noOf(spread, { ago });
    expect(await statusesOf(spread.id)).toEqual(['issued', 'issued', 'issued']);
    expect(await followUpsOf(spread.id)).toEqual([]);
  });

  it('is one call when three are written down before the worker comes by', async () => {
    const client = await newClientOf(world.ana);
    for (let time = 0; time < 3; time += 1) await ended(world.ana, { client });
    await Promise.all([1, 2, 3].map(() => world.settle()));
    await world.settle();
    expect(await statusesOf(client.id)).toEqual([]);
    expect(mailsTo(client)).toEqual([]);
    expect(await followUpsOf(client.id)).toEqual([call()]);
  });

  it('does not count what the client decided, nor silence', async () => {
    const client = await newClientOf(world.ana);
    for (const outcome of ['withdrawn', 'no_response', 'rejected']) await noOf(client, { ago: 0, outcome });
    expect(await statusesOf(client.id)).toEqual(['issued']);
  });
});

describe('a "no" that is taken back', () => {
  const CHECKLIST = /^\/d\/checklist\?visit=[^&]+$/;

  it('leaves a page that says nothing, keeps every word, and takes nothing that is handed in', async () => {
    const { debrief, application } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
    await visitor.fill({ locale: 'en', 'item.learned.text': 'To breathe first', 'item.pos_reached.isTrue': 'yes' });
    const open = formFieldsOf((await visitor.get('/d/checklist')).text);
    await moveTo(world.ana, application.id, 'interview', { note: 'They called after all.' });
    await world.settle();
    const neutral = async () => {
      const { status, text } = await visitor.get('/d/checklist?locale=en');
      expect(status).toBe(200);
      expect(text).not.toMatch(/<form (?!method="post" action="\/d\/leave)/);
      expect(textOf(text)).not.toMatch(/did not get|no can hurt|got to the interview|Line cook|Harbor/);
      expect(textOf(text)).toContain('This page is closed for now');
      return textOf(text);
    };
    expect(await neutral()).toContain('To breathe first');
    // What was typed on the page that was still open is kept too, and nothing is handed in.
    const sent = await visitor.post('/d/checklist', { ...open, 'item.if_then.text': 'I will ask.', action: 'submit' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, expect.stringMatching(CHECKLIST)]);
    const shown = await neutral();
    for (const words of ['To breathe first', 'I will ask.']) expect(shown).toContain(words);
    expect((await visitor.get('/d/done')).headers.get('location')).toMatch(CHECKLIST);
    const path = `/v1/debriefs/${debrief.id}`;
    const { body, headers } = await world.ana.get(path);
    expect(body).toMatchObject({ status: 'skipped', skipReason: 'taken_back', submittedAt: null, moves: [] });
    expect(body.answers.learned.text).toBe('To breathe first');
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    for (const refused of [
      world.ana.post(`${path}/submission`),
      world.ana.post(`${path}/links`, { way: 'screen' }),
      world.ana.post(`${path}/links`, { way: 'email' }),
      world.ana.put(`${path}/answers`, { answers: {} }, ifMatch),
    ])
      expect([(await refused).status, (await refused).body.code]).toEqual([409, 'debrief.not-open']);
    expect(await eventsOf(debrief.id)).toContain('debrief.withdrawn');
  });

  /** A slip put right within seconds: "no", back, "no". The line of `name` (the first of them) comes last to the worker. */
  async function noBackNo(consumer: string, name: string) {
    const { client, application } = await ended(world.ana);
    await moveTo(world.ana, application.id, 'applied', { note: 'Not that reason.' });
    await moveTo(world.ana, application.id, 'rejected');
    const which = `d.consumer = $2 and d.line_id = (select d.line_id from deliveries d join ledger_lines l on l.id = d.line_id
      where l.subject_id = $1 and d.consumer = $2 and l.name = $3 order by l.id limit 1)`;
    const values = [application.id, consumer, name];
    await world.sql(`update deliveries d set next_at = now() + interval '1 hour' where ${which}`, values);
    await world.settle();
    await world.sql(`update deliveries d set next_at = now() where ${which}`, values);
    await world.settle();
    return { client, application };
  }

  it.each([
    ['debriefs.withdraw', 'application.reopened'],
    ['debriefs.open', 'application.rejected'],
  ])(
    'and said again leaves one checklist, of the "no" that stands, when the line of %s (%s) comes last',
    async (consumer, name) => {
      const { client, application } = await noBackNo(consumer, name);
      const moves = (await world.ana.get(`/v1/applications/${application.id}/stage-moves`)).body.items;
      const open = await world.sql<{ move: string; status: string }>(
        `select stage_move_id as move, status from debriefs where application_id = $1 and status <> 'skipped'`,
        [application.id],
      );
      expect(open).toEqual([{ move: moves[0].id, status: 'issued' }]);
      expect(mailsTo(client).length).toBeGreaterThan(0);
      const links = `select 1 from client_links l join debriefs d on d.id = l.subject_id
      where d.stage_move_id = $1 and l.ended_at is null`;
      expect(await world.sql(links, [moves[0].id])).toHaveLength(1);
    },
  );

  it('is believed at once, before the worker comes by: the page says nothing of it and hands nothing in', async () => {
    const { debrief, application } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
    const open = formFieldsOf((await visitor.get('/d/checklist')).text);
    await moveTo(world.ana, application.id, 'interview', { note: 'They called after all.' });
    expect(textOf((await visitor.get('/d/checklist?locale=en')).text)).toContain('This page is closed for now');
    const typed = { ...open, 'item.learned.text': 'Typed too late', action: 'submit' };
    expect((await visitor.post('/d/checklist', typed)).headers.get('location')).toMatch(CHECKLIST);
    const path = `/v1/debriefs/${debrief.id}`;
    const { body } = await world.ana.get(path);
    expect([body.status, body.moves, body.answers.learned.text]).toEqual(['issued', [], 'Typed too late']);
    expect(body.version).toBeGreaterThan(debrief.version);
    expect((await world.ana.post(`${path}/links`, { way: 'screen' })).body.code).toBe('debrief.not-open');
    const lines = (await eventsOf(debrief.id)).length;
    await visitor.post('/d/checklist', { ...open, action: 'save' });
    expect((await eventsOf(debrief.id)).length).toBe(lines);
    await world.settle();
    expect((await world.ana.get(path)).body).toMatchObject({ status: 'skipped', skipReason: 'taken_back' });
  });

  it('leaves nothing to do about it: no page to bring, no talk', async () => {
    const kinds = async (clientId: string, isOpen: boolean) =>
      (await world.ana.get(`/v1/follow-ups?clientId=${clientId}`)).body.items
        .filter(({ completedAt }: Body) => (completedAt === null) === isOpen)
        .map(({ kind }: Body) => kind);
    for (const [outcome, kind, client] of [
      ['rejected', 'give_page', { email: null }],
      ['no_response', 'no_answer_came', {}],
    ] as const) {
      const { client: whose, application } = await debriefAfter(world, world.ana, { client, outcome });
      expect(await kinds(whose.id, true)).toEqual([kind]);
      await moveTo(world.ana, application.id, 'applied', { note: 'They wrote after all.' });
      await world.settle();
      expect([await kinds(whose.id, true), await kinds(whose.id, false)]).toEqual([[], [kind]]);
      await moveTo(world.ana, application.id, outcome);
      await world.settle();
      expect(await kinds(whose.id, true)).toEqual([kind]);
    }
  });

  it('also closes what the client had put off, and what was opened and is still empty', async () => {
    for (const button of ['skip', null]) {
      const { debrief, application } = await debriefAfter(world, world.ana);
      const visitor = new Visitor(world);
      await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
      if (button) await visitor.fill({}, { action: button });
      await moveTo(world.ana, application.id, 'applied', { note: 'The no was for somebody else.' });
      await world.settle();
      expect(textOf((await visitor.get('/d/checklist')).text)).not.toMatch(/no te dieron|did not get/);
      expect((await world.ana.get(`/v1/debriefs/${debrief.id}`)).body.skipReason).toBe('taken_back');
    }
  });
});

it('a client who never applied gets no debrief when the job is closed', async () => {
  const client = await newClientOf(world.ana);
  const application = await newApplication(world.ana, { clientId: client.id, stage: 'saved', appliedOn: undefined });
  await moveTo(world.ana, application.id, 'closed_position');
  await world.settle();
  expect(await debriefsOf(client.id)).toEqual([]);
});
