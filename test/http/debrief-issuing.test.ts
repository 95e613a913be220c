import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DebriefLapsing } from '../../src/features/debriefs/issuing/lapsing.js';
import { moveTo, newApplication } from '../support/applications.js';
import { debriefAfter, ended, linkOf, newClientOf, Visitor } from '../support/debriefs.js';
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
const followUpsOf = async (clientId: string) =>
  (await world.ana.get(`/v1/follow-ups?clientId=${clientId}`)).body.items.map(
    ({ kind, assignee, title, dueOn }: Record<string, unknown>) => ({ kind, assignee, title, dueOn }),
  );
const eventsOf = async (id: string) =>
  (await world.sql<{ name: string }>('select name from ledger_lines where subject_id = $1 order by id', [id])).map(
    ({ name }) => name,
  );
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
    expect(days).toBe(21);
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

  it('does not follow what has no checklist: no answer, a step back, an offer taken back', async () => {
    const statuses: string[] = [];
    for (const course of [
      { outcome: 'no_response' },
      { outcome: 'withdrawn' },
      { stages: ['offer'], outcome: 'offer_withdrawn' },
    ]) {
      const { debrief } = await debriefAfter(world, world.ana, course);
      statuses.push(debrief?.variant ?? 'none');
    }
    expect(statuses).toEqual(['none', 'none', 'none']);
  });

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
      await world.sql(
        `update deliveries d set status = 'pending', next_at = now() from ledger_lines l
          where l.id = d.line_id and l.subject_id = $1 and d.consumer = 'debriefs.open'`,
        [application.id],
      );
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
    await world.sql(`update stage_moves set created_at = now() - interval '21 days' where application_id = $1`, [
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
    const token = /\/d#([\w-]{43})\n/.exec(mail?.text ?? '')?.[1] ?? '';
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(mail?.text ?? '')?.[0] ?? '';
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

  it('does not go to somebody without an address: the coach is asked to give the page', async () => {
    const client = await newClientOf(world.ana, { email: null });
    await debriefAfter(world, world.ana, { client });
    expect(await followUpsOf(client.id)).toEqual([
      { kind: 'give_page', assignee: 'coach', title: null, dueOn: todayInNorth().toString() },
    ]);
  });

  it('does not go out for the third "no" in a week: the coach is asked to call, and the debrief is there', async () => {
    const client = await newClientOf(world.ana);
    for (let time = 0; time < 3; time += 1) await debriefAfter(world, world.ana, { client });
    expect(await debriefsOf(client.id)).toHaveLength(3);
    expect(mailsTo(client)).toHaveLength(2);
    expect(await followUpsOf(client.id)).toEqual([
      { kind: 'call_client', assignee: 'coach', title: null, dueOn: todayInNorth().toString() },
    ]);
    const [third] = await debriefsOf(client.id);
    expect((await new Visitor(world).openByUrl((await linkOf(world.ana, third.id)).url)).status).toBe(303);
  });

  it('goes out again when the earlier ones lie more than a week back', async () => {
    const client = await newClientOf(world.ana);
    for (let time = 0; time < 2; time += 1) await debriefAfter(world, world.ana, { client });
    await world.sql(`update debriefs set issued_at = issued_at - interval '8 days' where client_id = $1`, [client.id]);
    await debriefAfter(world, world.ana, { client });
    expect(mailsTo(client)).toHaveLength(3);
  });
});

it('a client who never applied gets no debrief when the job is closed', async () => {
  const client = await newClientOf(world.ana);
  const application = await newApplication(world.ana, { clientId: client.id, stage: 'saved', appliedOn: undefined });
  await moveTo(world.ana, application.id, 'closed_position');
  await world.settle();
  expect(await debriefsOf(client.id)).toEqual([]);
});
