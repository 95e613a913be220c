import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOf } from '../rules/debriefs/html.js';
import { moveTo } from '../support/applications.js';
import type { Body } from '../support/caller.js';
import { debriefAfter, linkOf, newClientOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const mailsTo = (client: { email: string }) => world.mails().filter(({ to }) => to === client.email);
const saysOf = async (by: Body) => (await world.ana.patch('/v1/me', by, { 'if-match': '*' })).body;
const officeSays = async (by: Body) => (await world.nia.patch('/v1/organization', by, { 'if-match': '*' })).body;
const followUpsOf = async (clientId: string): Promise<Body[]> =>
  (await world.ana.get(`/v1/follow-ups?clientId=${clientId}`)).body.items;

/** What a client who has just had a "no" sees: the page, and the mail that led there. */
async function seen() {
  const { client, debrief } = await debriefAfter(world, world.ana, { client: { writtenLanguage: 'en' } });
  const visitor = new Visitor(world);
  await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
  const [mail] = mailsTo(client);
  return { client, debrief, visitor, mail, page: textOf((await visitor.get('/d/checklist')).text) };
}

/** The same, handed in. */
async function handedIn(client: object = { writtenLanguage: 'en' }) {
  const { debrief, application, client: whose } = await debriefAfter(world, world.ana, { client });
  const visitor = new Visitor(world);
  await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
  await visitor.fill({ 'item.learned.text': 'To breathe first' }, { action: 'submit' });
  return { debrief, application, client: whose, visitor, path: `/v1/debriefs/${debrief.id}/review` };
}

describe('whom a client can turn to', () => {
  it('is nobody by phone or mail while nobody said how: page and mail say the truth', async () => {
    const { page, mail } = await seen();
    expect(page).toContain('Ask Ana when you next talk.');
    expect(mail?.text).toContain('Ask Ana when you next talk.');
    expect(mail?.text).toContain('Please do not answer this email.');
    expect(mail?.replyTo).toBeNull();
    expect(`${page} ${mail?.text}`).not.toMatch(/call or write/i);
  });

  it('is the office when its admin said how', async () => {
    expect(await officeSays({ phone: '+1 206 555 0199', replyEmail: 'Desk@north.example' })).toMatchObject({
      phone: '+1 206 555 0199',
      replyEmail: 'desk@north.example',
    });
    const { page, mail } = await seen();
    expect(page).toContain('You can call or write to our office.');
    for (const way of ['+1 206 555 0199', 'desk@north.example']) expect(`${page} ${mail?.text}`).toContain(way);
    expect(mail?.replyTo).toBe('desk@north.example');
    expect(`${mail?.subject} ${mail?.text}`).not.toContain('North');
    expect((await world.ana.patch('/v1/organization', { phone: null }, { 'if-match': '*' })).status).toBe(403);
  });

  it('is the coach when the coach said how, at the own account', async () => {
    const me = await saysOf({ phone: '+1 206 555 0147', replyEmail: 'ana.reyes@north.example' });
    expect(me).toMatchObject({ phone: '+1 206 555 0147', replyEmail: 'ana.reyes@north.example' });
    expect((await world.ben.get(`/v1/staff/${world.ana.id}`)).body).toMatchObject({ phone: me.phone });
    const { page, mail } = await seen();
    expect(page).toContain('You can call or write to Ana.');
    expect(mail?.text).toContain('Call Ana: +1 206 555 0147. Or write to ana.reyes@north.example.');
    expect(mail?.replyTo).toBe('ana.reyes@north.example');
    expect(mail?.text).not.toContain('Please do not answer');
    const lines = await world.sql<{ payload: object }>(
      `select payload from ledger_lines where name in ('me.changed', 'organization.changed')`,
    );
    expect(JSON.stringify(lines)).not.toMatch(/555|example/);
  });

  it('is named whole, and so is the client who named no other name: nobody is cut to a first word', async () => {
    await saysOf({ name: 'Dr. Ana Reyes' });
    const greeted = async (client: object) => {
      const { client: whose, debrief } = await debriefAfter(world, world.ana, { client });
      const visitor = new Visitor(world);
      await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
      return { mail: mailsTo(whose as { email: string })[0], page: textOf((await visitor.get('/d/checklist')).text) };
    };
    const { mail, page } = await greeted({ legalName: 'Okafor Díaz, María José', writtenLanguage: 'en' });
    expect(mail?.text).toMatch(/^Hello Okafor Díaz, María José,\n/);
    expect(mail?.subject).toBe('You have a message from Dr. Ana Reyes');
    expect(page).toContain('Dr. Ana Reyes');
    const called = { legalName: 'María José Okafor', preferredName: 'Majo', writtenLanguage: 'en' };
    expect((await greeted(called)).mail?.text).toMatch(/^Hello Majo,\n/);
    await saysOf({ name: 'Ana' });
  });

  it('is the office again when the coach took it back', async () => {
    expect(await saysOf({ phone: null, replyEmail: null })).toMatchObject({ phone: null, replyEmail: null });
    expect((await seen()).page).toContain('our office');
    expect(await officeSays({ phone: null, replyEmail: null })).toMatchObject({ phone: null, replyEmail: null });
  });
});

describe('the coach’s answer', () => {
  it('comes by mail that tells nothing, and stands on the first page', async () => {
    const { client, visitor, path } = await handedIn();
    await world.ana.post(path, { reply: 'I will help you with the letter.' });
    await world.settle();
    const [mail, first] = mailsTo(client);
    expect(mailsTo(client)).toHaveLength(2);
    expect(mail?.subject).toBe(first?.subject);
    expect(mail?.text).toContain('Ana wrote to you. You can read it on your page.');
    expect(mail?.text).not.toMatch(/letter|interview|job|cook|Harbor/i);
    expect(textOf((await visitor.get('/d/checklist')).text)).toContain('I will help you with the letter.');
    const reader = new Visitor(world);
    const opened = await reader.openByUrl(/http\S+#\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    expect(opened.headers.get('location')).toMatch(/^\/d\/checklist\?visit=/);
    expect(textOf((await reader.get('/d/checklist')).text)).toContain('I will help you with the letter.');
  });

  it('is mailed once, however often it is told', async () => {
    const { client, path, debrief } = await handedIn();
    await world.ana.post(path, { reply: 'Good.' });
    await world.settle();
    await world.sql(
      `update deliveries d set next_at = now(), status = 'pending' from ledger_lines l
        where l.id = d.line_id and l.subject_id = $1 and d.consumer = 'debriefs.answer-mail' and d.status <> 'done'`,
      [debrief.id],
    );
    await world.settle();
    expect(mailsTo(client)).toHaveLength(2);
  });

  it('is not mailed when the coach says no, has nothing to say, or the client never got a mail', async () => {
    for (const body of [{ reply: 'Good.', notify: false }, {}]) {
      const { client, path } = await handedIn();
      await world.ana.post(path, body);
      await world.settle();
      expect(mailsTo(client)).toHaveLength(1);
    }
    const { client, path } = await handedIn({ writtenLanguage: 'en', email: null });
    await world.ana.patch(`/v1/clients/${client.id}`, { email: `late.${Math.random()}@example.org` });
    const { email } = (await world.ana.get(`/v1/clients/${client.id}`)).body;
    await world.ana.post(path, { reply: 'Good.' });
    await world.settle();
    expect(mailsTo({ email })).toEqual([]);
  });

  it('is mailed to somebody who never got a mail only when the coach says so, and needs an address', async () => {
    const client = await newClientOf(world.ana, { writtenLanguage: 'en', email: null });
    const { path } = await handedIn(client);
    const refused = await world.ana.post(path, { reply: 'Good.', notify: true });
    expect([refused.status, refused.body.code]).toEqual([422, 'debrief.no-address']);
    const email = `late.${Math.random()}@example.org`;
    await world.ana.patch(`/v1/clients/${client.id}`, { email });
    expect((await world.ana.post(path, { reply: 'Good.', notify: true })).status).toBe(200);
    await world.settle();
    expect(mailsTo({ email })).toHaveLength(1);
  });

  it('is brought by the coach when the address is gone before its mail could leave: it is never lost in silence', async () => {
    const { client, path, debrief } = await handedIn();
    await world.ana.post(path, { reply: 'Good.' });
    await world.ana.patch(`/v1/clients/${client.id}`, { email: null }, { 'if-match': '*' });
    await world.settle();
    const open = (await followUpsOf(client.id)).filter(({ kind }) => kind === 'give_page');
    expect(open).toMatchObject([{ about: { type: 'debrief', id: debrief.id }, completedAt: null }]);
    expect(mailsTo(client)).toHaveLength(1);
  });

  it('waits while its application is deleted, and goes out when that is back', async () => {
    const { client, path, application } = await handedIn();
    await world.ana.post(path, { reply: 'Good.' });
    await world.ana.delete(`/v1/applications/${application.id}`, { 'if-match': '*' });
    await world.settle();
    expect(mailsTo(client)).toHaveLength(1);
    await world.ana.post(`/v1/applications/${application.id}/restoration`);
    await world.sql(`update deliveries set next_at = now() where status = 'pending'`);
    await world.settle();
    expect(mailsTo(client)).toHaveLength(2);
  });

  it('goes to nobody by mail when the "no" was taken back meanwhile: the coach is asked', async () => {
    const { client, path, application } = await handedIn();
    await world.ana.post(path, { reply: 'Good.' });
    await moveTo(world.ana, application.id, 'applied', { note: 'They called.' });
    await world.settle();
    expect(mailsTo(client)).toHaveLength(1);
    expect((await followUpsOf(client.id)).filter(({ kind }) => kind === 'give_page')).toHaveLength(1);
  });

  it('is not announced where nothing was written, nor after all links were closed', async () => {
    const { client, path } = await handedIn();
    expect((await world.ana.post(path, { notify: true })).status).toBe(200);
    const other = await handedIn();
    await world.ana.post(other.path, { reply: 'Good.' });
    await world.ana.delete(`/v1/debriefs/${other.debrief.id}/links`);
    await world.settle();
    expect([mailsTo(client).length, mailsTo(other.client).length]).toEqual([1, 1]);
  });

  it('is a task of the coach from the moment it is handed in, and done by answering', async () => {
    const { client, path } = await handedIn();
    const task = async () => (await followUpsOf(client.id)).filter(({ kind }) => kind === 'answer_client');
    const [due] = await task();
    const today = Temporal.Now.zonedDateTimeISO('America/Los_Angeles').toPlainDate();
    const days = today.until(due?.dueOn).days;
    expect([days >= 2 && days <= 4, due?.assignee, due?.completedAt]).toEqual([true, 'coach', null]);
    await world.ana.post(path, { reply: 'Good.' });
    expect(await task()).toMatchObject([{ completedAt: expect.any(String), completedBy: { id: world.ana.id } }]);
  });
});
