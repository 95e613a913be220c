import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientLinksDoor } from '../../src/features/client-links/client-links.door.js';
import { CarriedForms } from '../../src/features/client-links/visits/carried-forms.js';
import { Database } from '../../src/platform/database/database.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { type Body } from '../support/caller.js';
import { debriefAfter, linkOf, mailedLink, newClientOf, openedDebrief, placeOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const AFTER_INTERVIEW = { stages: ['phone_screen', 'interview'], interviews: [{}] };
const ENGLISH = { writtenLanguage: 'en' };
const SECRET = 'Only-mine-4711';

const own = () => openedDebrief(world);
const assistedBy = async (link: { url: string }): Promise<Visitor> => {
  const visitor = new Visitor(world);
  await visitor.openByUrl(link.url);
  return visitor;
};
const askForMail = (id: string) => world.ana.post(`/v1/debriefs/${id}/links`, { way: 'email' });
const linesOf = (id: string, name = 'debrief.%') =>
  world.sql<{ name: string; actor_kind: string; payload: Record<string, unknown> }>(
    'select name, actor_kind, payload from ledger_lines where subject_id = $1 and name like $2 order by id',
    [id, name],
  );
describe('a link by mail', () => {
  it('goes to the address of the client, shows the staff nothing, and opens a visit of the client’s own', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client: ENGLISH });
    const asked = await askForMail(debrief.id);
    expect(asked.status).toBe(202);
    expect(asked.body).toEqual({ way: 'email', url: null, code: null, expiresAt: null });
    await world.settle();
    expect(world.mails().filter(({ to }) => to === client.email)).toHaveLength(2);
    const visitor = await assistedBy(mailedLink(world, client));
    expect(textOf((await visitor.get('/d/checklist')).text)).not.toContain('Your coach can read what you write here');
    const [opened] = await linesOf(debrief.id, 'debrief.opened');
    expect(opened?.payload).toMatchObject({ visit: 'own', visitLinkMadeBy: world.ana.id });
  });

  it('is refused for a client without an address, and for a debrief whose time ran out; nobody is mailed', async () => {
    const before = world.mails().length;
    const without = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client: { email: null } });
    const refused = await askForMail(without.debrief.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'debrief.no-address']);
    const late = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    await world.sql(`update debriefs set status = 'lapsed' where id = $1`, [late.debrief.id]);
    expect((await askForMail(late.debrief.id)).body.code).toBe('debrief.not-open');
    await world.settle();
    expect(world.mails().length).toBe(before + 1);
  });

  it.each([undefined, {}, { way: 'paper' }, { way: 'email', to: 'x@example.org' }])(
    'is not guessed from %j',
    async (body) => {
      const { debrief } = await debriefAfter(world, world.ana);
      expect((await world.ana.post(`/v1/debriefs/${debrief.id}/links`, body)).status).toBe(400);
    },
  );
});

describe('a corrected address', () => {
  it('closes what was mailed to the old one, with its visits, and asks the coach; nothing is mailed by itself', async () => {
    const { visitor, client, debrief, link } = await own();
    const byScreen = await assistedBy(await linkOf(world.ana, debrief.id));
    const mails = world.mails().length;
    const { version } = (await world.ana.get(`/v1/clients/${client.id}`)).body;
    const patch = (change: object, of: number) =>
      world.ana.patch(`/v1/clients/${client.id}`, change, { 'if-match': `"${of}.any"` });
    expect((await patch({ preferredName: 'Pepe' }, version)).status).toBe(200);
    await world.settle();
    expect((await visitor.get('/d/checklist')).status).toBe(200);
    expect((await patch({ email: `right.${Math.random()}@example.org` }, version + 1)).status).toBe(200);
    await world.settle();
    expect((await visitor.get('/d/checklist')).status).toBe(401);
    expect((await new Visitor(world).openByUrl(link.url)).status).toBe(422);
    expect((await byScreen.get('/d/checklist')).status).toBe(200);
    const { items } = (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body;
    expect(items).toMatchObject([{ kind: 'give_page', assignee: 'coach', about: { type: 'debrief', id: debrief.id } }]);
    expect(world.mails().length).toBe(mails);
  });
});

describe('an address that staff change to one of their own', () => {
  it('shows them nothing that the client kept “just for me”, and changes none of it; back again, it is the client’s', async () => {
    const { visitor, client, debrief } = await own();
    await visitor.fill({ 'item.learned.text': SECRET, 'item.learned.isPrivate': 'yes', 'item.liked.text': 'My calm' });
    const sentTo = async (email: string): Promise<Visitor> => {
      const { version } = (await world.ana.get(`/v1/clients/${client.id}`)).body;
      const patched = await world.ana.patch(`/v1/clients/${client.id}`, { email }, { 'if-match': `"${version}.any"` });
      expect(patched.status).toBe(200);
      expect((await askForMail(debrief.id)).status).toBe(202);
      await world.settle();
      return assistedBy(mailedLink(world, { email }));
    };
    const coach = await sentTo(`second.${Math.random()}@example.org`);
    const page = await coach.get('/d/checklist');
    expect(page.text).not.toContain(SECRET);
    expect(textOf(page.text)).toContain('My calm');
    expect(textOf(page.text)).toContain('You answered this “Just for me”. It is not shown here');
    const kept = async () =>
      world.sql(`select sealed from debrief_answers where debrief_id = $1 and item_code = 'learned'`, [debrief.id]);
    const before = await kept();
    const open = formFieldsOf(page.text);
    const forged = { 'item.learned.text': 'Not mine', base: `${String(open.base)} learned:`, action: 'save' };
    await coach.post('/d/checklist', { ...open, ...forged });
    expect(await kept()).toEqual(before);
    const back = await sentTo(client.email);
    expect(formFieldsOf((await back.get('/d/checklist')).text)).toMatchObject({ 'item.learned.text': SECRET });
    const again = await sentTo(`third.${Math.random()}@example.org`);
    await again.fill({}, { action: 'submit' });
    for (const at of ['/d/checklist', '/d/done']) expect((await again.get(at)).text).not.toContain(SECRET);
    const last = await sentTo(client.email);
    expect((await last.get('/d/checklist')).text).toContain(SECRET);
  });
});

describe('what was mailed before', () => {
  const tasksOf = async (client: Body): Promise<Body[]> =>
    (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body.items.filter(
      ({ kind }: Body) => kind === 'give_page',
    );
  const mailsTo = (email: string) => world.mails().filter(({ to }) => to === email);

  it('and a mail that is written while the address is put right goes to the right one', async () => {
    const { client, debrief } = await own();
    await askForMail(debrief.id);
    const right = `right.${Math.random()}@example.org`;
    await withClient(world.database.admin, async (db) => {
      await db.query('begin');
      await db.query('update clients set email = $1 where id = $2', [right, client.id]);
      const settled = world.settle();
      await setTimeout(700);
      await db.query('commit');
      await settled;
    });
    expect([mailsTo(client.email).length, mailsTo(right).length]).toEqual([1, 1]);
  });

  it('is asked about when the address is put right after the answers were handed in: the coach’s answer waits there', async () => {
    const { client, visitor, debrief } = await own();
    await visitor.fill({ 'item.learned.text': 'x' }, { action: 'submit' });
    await world.ana.patch(
      `/v1/clients/${client.id}`,
      { email: `new.${Math.random()}@example.org` },
      { 'if-match': '*' },
    );
    await world.settle();
    expect(await tasksOf(client)).toMatchObject([{ about: { type: 'debrief', id: debrief.id }, completedAt: null }]);
  });

  it('is asked about when a client who was deleted by mistake is back: the link of the mail opens nothing', async () => {
    const { client, link, debrief } = await own();
    await world.sol.delete(`/v1/clients/${client.id}`, { 'if-match': '*' });
    await world.sol.post(`/v1/clients/${client.id}/restoration`);
    await world.settle();
    expect((await new Visitor(world).openByUrl(link.url)).status).toBe(422);
    expect(await tasksOf(client)).toMatchObject([{ about: { type: 'debrief', id: debrief.id }, completedAt: null }]);
    expect(mailsTo(client.email)).toHaveLength(1);
  });
});

describe('one live link for each way in', () => {
  it('a new one closes the older of that way with the visits it opened, and no other', async () => {
    const { visitor, client, debrief, link } = await own();
    const first = await linkOf(world.ana, debrief.id);
    const byScreen = await assistedBy(first);
    const second = await linkOf(world.ana, debrief.id);
    expect((await byScreen.get('/d/checklist')).status).toBe(401);
    for (const old of [first.code]) expect((await new Visitor(world).openByCode(old)).status).toBe(422);
    expect((await visitor.get('/d/checklist')).status).toBe(200);
    const again = await assistedBy(second);
    await world.ana.post(`/v1/debriefs/${debrief.id}/papers`, {});
    await askForMail(debrief.id);
    await world.settle();
    expect((await again.get('/d/checklist')).status).toBe(200);
    expect((await visitor.get('/d/checklist')).status).toBe(401);
    expect((await new Visitor(world).openByUrl(link.url)).status).toBe(422);
    expect((await new Visitor(world).openByUrl(mailedLink(world, client).url)).status).toBe(303);
    const live = await world.sql<{ purpose: string }>(
      'select purpose from client_links where subject_id = $1 and ended_at is null order by purpose',
      [debrief.id],
    );
    expect(live.map(({ purpose }) => purpose)).toEqual(['email', 'paper', 'screen']);
  });

  it('holds when many are made at the same moment', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const made = await Promise.all([1, 2, 3, 4].map(() => linkOf(world.ana, debrief.id)));
    const opened = await Promise.all(made.map(({ url }) => new Visitor(world).openByUrl(url)));
    expect(opened.filter(({ status }) => status === 303)).toHaveLength(1);
  });
});

describe('an assisted visit', () => {
  it('says first that the coach can read it, neither shows nor changes what is private, and is told from the client’s own', async () => {
    const { visitor, debrief, client, seen } = await own();
    await visitor.fill({
      'item.learned.text': SECRET,
      'item.learned.isPrivate': 'yes',
      'item.worry.guess': SECRET,
      'item.worry.isPrivate': 'yes',
      'item.liked.text': 'calm',
    });
    const assisted = await assistedBy(await linkOf(world.ana, debrief.id));
    const { text } = await assisted.get('/d/checklist');
    expect(textOf(text.slice(text.indexOf('<main'))).trim()).toMatch(/^Your coach gave you this page\./);
    expect(text).not.toContain(SECRET);
    const form = formFieldsOf(text);
    expect(form).toMatchObject({ 'item.liked.text': 'calm' });
    expect(Object.keys(form).filter((name) => /^item\.(learned|worry)\./.test(name))).toEqual([]);
    expect(form.base).not.toMatch(/learned|worry/);
    // Written by hand into the form all the same: it is no target.
    const forced = await assisted.post('/d/checklist', {
      ...form,
      base: `${form.base} learned: worry:`,
      'item.learned.text': 'Overwritten',
      'item.worry.declined': 'yes',
      'item.if_then.text': 'I ask for water',
      action: 'save',
    });
    const shown = await assisted.follow(forced);
    expect(textOf(shown.text)).toContain('It was not changed here.');
    expect(shown.text).not.toContain(SECRET);
    const kept = formFieldsOf((await visitor.get('/d/checklist')).text);
    expect(kept).toMatchObject({
      'item.learned.text': SECRET,
      'item.learned.isPrivate': 'yes',
      'item.worry.guess': SECRET,
      'item.if_then.text': 'I ask for water',
    });
    const sent = await assisted.fill({}, { action: 'submit' });
    expect([sent.status, placeOf(sent)]).toEqual([303, '/d/done']);
    for (const path of ['/d/done', '/d/checklist']) expect((await assisted.get(path)).text).not.toContain(SECRET);
    expect(textOf((await visitor.get('/d/done')).text)).toContain(SECRET);
    expect(await seen()).toMatchObject({ status: 'submitted', submittedBy: 'assisted' });
    expect((await seen()).items.find(({ code }: Body) => code === 'if_then')).toMatchObject({ enteredBy: 'assisted' });
    expect((await world.ana.get(`/v1/clients/${client.id}/lessons?total=true`)).text).not.toContain(SECRET);
  });

  it('takes private answers too, hides them once they are saved, and only the client’s own visit shows them', async () => {
    const { visitor, debrief, seen } = await own();
    const assisted = await assistedBy(await linkOf(world.ana, debrief.id));
    await assisted.fill({ 'item.learned.text': SECRET, 'item.learned.isPrivate': 'yes', 'item.feel.score': '2' });
    expect((await assisted.get('/d/checklist')).text).not.toContain(SECRET);
    expect(textOf((await assisted.get('/d/checklist')).text)).toContain('You answered this “Just for me”.');
    expect((await seen()).answers).toEqual({});
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({
      'item.learned.text': SECRET,
      'item.feel.score': '2',
    });
  });

  it('leaves lines that carry the link, its maker and the kind of visit, and none that says the client did it alone', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client: ENGLISH });
    const assisted = await assistedBy(await linkOf(world.ana, debrief.id));
    await assisted.fill({ 'item.learned.text': 'Together' });
    await assisted.fill({}, { action: 'skip' });
    await assisted.fill({ 'item.thanks.plan': 'will_do' }, { action: 'submit' });
    const [{ id: linkId } = { id: '' }] = await world.sql<{ id: string }>(
      `select id from client_links where subject_id = $1 and purpose = 'screen'`,
      [debrief.id],
    );
    const lines = await world.sql<{ name: string; payload: Record<string, unknown> }>(
      `select name, payload from ledger_lines where client_id = $1 and actor_kind = 'client' order by id`,
      [client.id],
    );
    expect(lines.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'debrief.opened', 'debrief.saved', 'debrief.skipped', 'debrief.submitted', 'follow-up.created',
      ]), // biome-ignore format: one list
    );
    for (const { payload } of lines) {
      expect(payload).toMatchObject({ visit: 'assisted', visitLinkId: linkId, visitLinkMadeBy: world.ana.id });
      expect(payload.by).not.toBe('client');
    }
    const trail = (await world.nia.get(`/v1/audit-events?clientId=${client.id}&name=debrief.submitted`)).body.items;
    // Who typed is the debrief's own fact, which an admin does not read; how the visit came about is.
    expect(trail.map(({ facts }: Body) => facts)).toEqual([
      { visit: 'assisted', visitLinkId: linkId, visitLinkMadeBy: world.ana.id },
    ]);
  });

  it('is what the code on paper opens, too', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana, { ...AFTER_INTERVIEW, client: ENGLISH });
    const expiresAt = new Date(Date.now() + 3_600_000);
    const paper = await world.app.get(Database).asSystem(world.ana.organizationId, 'the code of a test', (tx) =>
      world.app.get(ClientLinksDoor).make(tx, {
        subject: { kind: 'debrief', id: debrief.id },
        clientId: client.id,
        expiresAt,
        purpose: 'paper',
      }),
    );
    const visitor = new Visitor(world);
    await visitor.openByCode(paper.code);
    expect(textOf((await visitor.get('/d/checklist')).text)).toContain('Your coach can read what you write here.');
  });
});

describe('what the coach types', () => {
  it('never takes the place of what the client keeps private: it is refused by name, and nothing of it is kept', async () => {
    const { visitor, debrief, seen } = await own();
    await visitor.fill({
      'item.learned.text': SECRET,
      'item.learned.isPrivate': 'yes',
      'item.liked.text': 'calm',
    });
    const put = async (answers: object) =>
      world.ana.put(
        `/v1/debriefs/${debrief.id}/answers`,
        { answers },
        { 'if-match': `"${(await seen()).version}.any"` },
      );
    const refused = await put({ learned: { text: 'Typed by Ana' }, one_change: { text: 'Earlier bus' } });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '/answers/learned', code: 'debrief.kept-private' }]);
    expect(refused.text).not.toContain(SECRET);
    expect((await seen()).answers).toEqual({ liked: { text: 'calm', isPrivate: false } });
    expect((await put({ one_change: { text: 'Earlier bus' } })).status).toBe(200);
    expect((await seen()).answers).toEqual({ one_change: { text: 'Earlier bus' } });
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({
      'item.learned.text': SECRET,
      'item.learned.isPrivate': 'yes',
      'item.liked.text': '',
    });
    expect((await world.ana.post(`/v1/debriefs/${debrief.id}/submission`)).body.submittedBy).toBe('coach');
    expect(textOf((await visitor.get('/d/checklist')).text)).toContain(SECRET);
  });
});

describe('a visit', () => {
  it('lasts as long as its link; on a shared phone it is over after 30 minutes without use, and each use begins them anew', async () => {
    const { visitor, link, debrief } = await own();
    const ends = async ({ visit }: Visitor) => {
      const [row] = await world.sql<{ minutes: number; isOfLink: boolean }>(
        `select round(extract(epoch from s.expires_at - now()) / 60)::int as minutes,
                s.expires_at = l.expires_at as "isOfLink"
           from client_sessions s join client_links l on l.id = s.link_id where s.id = $1`,
        [visit],
      );
      return row;
    };
    expect(await ends(visitor)).toMatchObject({ isOfLink: true });
    const shared = new Visitor(world);
    await shared.openByUrl(link.url, { shared: 'yes' });
    expect(await ends(shared)).toEqual({ minutes: 30, isOfLink: false });
    await world.sql(`update client_sessions set expires_at = now() + interval '3 minutes' where id = $1`, [
      shared.visit,
    ]);
    expect((await shared.get('/d/checklist')).status).toBe(200);
    expect(await ends(shared)).toEqual({ minutes: 30, isOfLink: false });
    await world.sql(`update client_links set expires_at = now() + interval '10 minutes' where subject_id = $1`, [
      debrief.id,
    ]);
    await world.sql(`update client_sessions set expires_at = now() + interval '3 minutes' where id = $1`, [
      shared.visit,
    ]);
    await shared.get('/d/checklist');
    expect(await ends(shared)).toEqual({ minutes: 10, isOfLink: true });
    await world.sql('update client_sessions set expires_at = now() where id = $1', [shared.visit]);
    expect((await shared.get('/d/checklist')).status).toBe(401);
  });

  it('that ended while somebody typed asks for the code, and comes back with every word', async () => {
    const { visitor, link, debrief, seen } = await own();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    const ends = [
      ['update client_sessions set expires_at = now() where id = $1', visitor.visit],
      [`update client_sessions set ended_at = now(), ended_cause = 'revoked' where id = $1`, visitor.visit],
    ] as const;
    for (const [index, [end]] of ends.entries()) {
      await world.sql(end, [visitor.visit]);
      const typed = { ...page, 'item.learned.text': `Words ${index} of a long evening`, 'item.liked.text': SECRET };
      const over = await visitor.post('/d/checklist', { ...typed, 'item.liked.isPrivate': 'yes', action: 'submit' });
      expect(over.status).toBe(422);
      expect(textOf(over.text)).toContain('What you typed is kept for one day.');
      expect(over.text).not.toMatch(/long evening|Only-mine/);
      const asked = formFieldsOf(over.text);
      const wrong = await visitor.post('/d/again', { ...asked, code: 'K7QM-2XWD' });
      expect([wrong.status, formFieldsOf(wrong.text).carried]).toEqual([422, asked.carried]);
      const back = await visitor.post('/d/again', { ...formFieldsOf(wrong.text), code: link.code });
      expect([back.status, placeOf(back)]).toEqual([303, '/d/checklist?saved=top']);
      const kept = formFieldsOf((await visitor.get('/d/checklist')).text);
      expect(kept).toMatchObject({ 'item.learned.text': typed['item.learned.text'], 'item.liked.text': SECRET });
      Object.assign(page, kept);
    }
    expect(await seen()).toMatchObject({ status: 'in_progress' });
    expect((await visitor.fill({}, { action: 'submit' })).status).toBe(303);
    expect(debrief.id).toBe(page.debrief);
  });

  it('that is begun with the code of another debrief of the same client shows what was typed before, and keeps none of it there', async () => {
    const one = await own();
    const other = await openedDebrief(world, AFTER_INTERVIEW, one.client);
    const page = formFieldsOf((await one.visitor.get('/d/checklist')).text);
    await world.ana.delete(`/v1/debriefs/${one.debrief.id}/links`);
    const typed = { ...page, 'item.learned.text': 'Words for the first', action: 'save' };
    const over = await one.visitor.post('/d/checklist', typed);
    const back = await one.visitor.post('/d/again', { ...formFieldsOf(over.text), code: other.link.code });
    expect([back.status, placeOf(back)]).toEqual([303, '/d/checklist?stray']);
    expect(textOf((await one.visitor.follow(back)).text)).toContain('Words for the first');
    for (const { seen } of [one, other]) expect((await seen()).answers).toEqual({});
  });

  it('never shows what somebody else typed on this computer, and keeps none of it: not with a code of one’s own', async () => {
    const [one, other] = [await own(), await own()];
    const page = formFieldsOf((await one.visitor.get('/d/checklist')).text);
    await world.ana.delete(`/v1/debriefs/${one.debrief.id}/links`);
    const { visit } = one.visitor;
    for (const debrief of [one.debrief.id, other.debrief.id]) {
      one.visitor.visit = visit;
      const typed = { ...page, debrief, 'item.learned.text': SECRET, action: 'save' };
      const over = await one.visitor.post('/d/checklist', typed);
      for (const { link } of [other, { link: await linkOf(world.ana, other.debrief.id) }]) {
        const back = await one.visitor.post('/d/again', { ...formFieldsOf(over.text), code: link.code });
        expect([back.status, placeOf(back)]).toEqual([303, '/d/checklist?notBrought']);
        expect((await one.visitor.follow(back)).text + (await one.visitor.get('/d/checklist')).text).not.toContain(
          SECRET,
        );
      }
    }
    for (const { seen } of [one, other]) expect((await seen()).answers).toEqual({});
  });

  it('that ended a day ago gives back nothing of what was typed on it', async () => {
    const { visitor, link, seen } = await own();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    const { visit } = visitor;
    const sentAt = new Date(Date.now() - 86_500_000).toISOString();
    const form = { ...page, 'item.learned.text': 'Words of yesterday' };
    const carried = world.app.get(CarriedForms).seal({ form, visit, sentAt });
    const back = await visitor.post('/d/again', { carried, code: link.code });
    expect([back.status, placeOf(back)]).toEqual([303, '/d/checklist?notBrought']);
    expect((await seen()).answers).toEqual({});
  });

  it('that the coach helps to go on with does not print what the client had typed for themselves alone', async () => {
    const { visitor, debrief } = await own();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    await world.ana.delete(`/v1/debriefs/${debrief.id}/links`);
    const typed = { ...page, 'item.learned.text': SECRET, 'item.learned.isPrivate': 'yes', 'item.liked.text': 'calm' };
    const over = await visitor.post('/d/checklist', { ...typed, 'item.feel.score': '99', action: 'save' });
    const { code } = await linkOf(world.ana, debrief.id);
    const sent = await visitor.post('/d/again', { ...formFieldsOf(over.text), code });
    const back = await visitor.follow(sent);
    expect([sent.status, formFieldsOf(back.text)['item.liked.text']]).toEqual([303, 'calm']);
    expect(back.text).not.toContain(SECRET);
    const kept = await world.sql(`select item_code from debrief_answers where debrief_id = $1 and is_private`, [
      debrief.id,
    ]);
    expect(kept).toEqual([{ item_code: 'learned' }]);
  });

  it('carries nothing for a form of another site, and nothing that was not sealed here', async () => {
    const { link } = await own();
    const foreign = { pageLocale: 'en', 'item.learned.text': 'x' };
    const answer = await new Visitor(world).post('/d/checklist', foreign, { 'sec-fetch-site': 'cross-site' });
    expect([answer.status, formFieldsOf(answer.text).carried]).toEqual([401, undefined]);
    for (const carried of ['', 'x', 'A'.repeat(500)]) {
      const visitor = new Visitor(world);
      const opened = await visitor.post('/d/again', { carried, code: link.code });
      expect([opened.status, placeOf(opened)]).toEqual([303, '/d/checklist?notBrought']);
      expect(textOf((await visitor.follow(opened)).text)).toContain('could not be brought here');
    }
  });

  it('ends by its own button, keeps what was typed, and nothing is shown after it: not even by "back"', async () => {
    const { visitor, seen } = await own();
    const checklist = await visitor.get('/d/checklist');
    expect(checklist.headers.get('cache-control')).toBe('no-store');
    const secret = [...visitor.cookies];
    const left = await visitor.fill({ 'item.learned.text': 'Kept when I left' }, { action: 'leave' });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/d/left?locale=en']);
    expect(textOf((await visitor.get('/d/left?locale=en')).text)).toContain('You left your page');
    expect([...visitor.cookies]).toEqual([]);
    // A copy of the cookie is worth nothing either.
    for (const [name, value] of secret) visitor.cookies.set(name, value);
    for (const path of ['/d/checklist', '/d/done']) expect((await visitor.get(path)).status).toBe(401);
    expect((await seen()).answers.learned.text).toBe('Kept when I left');
  });

  it('is never said to be left while it goes on, because the database is away', async () => {
    const { visitor } = await own();
    await visitor.fill({ 'item.learned.text': 'x' }, { action: 'submit' });
    const address = /action="(\/d\/leave\?visit=[\w-]+)"/.exec((await visitor.get('/d/done')).text)?.[1] ?? '';
    const kept = [...visitor.cookies];
    await withClient(world.database.admin, async (client) => {
      await client.query('begin');
      await client.query('lock table client_sessions in access exclusive mode');
      expect((await visitor.post(address, {})).status).toBe(503);
      await client.query('rollback');
    });
    expect([...visitor.cookies]).toEqual(kept);
    expect((await visitor.get('/d/done')).status).toBe(200);
    expect((await visitor.post(address, {})).status).toBe(303);
    expect((await visitor.get('/d/done')).status).toBe(401);
  });

  it.each(['/d/done', '/d/checklist'])('can be left from %s after it was handed in', async (path) => {
    const { visitor } = await own();
    await visitor.fill({ 'item.learned.text': 'x' }, { action: 'submit' });
    const { text } = await visitor.get(path);
    const address = /action="(\/d\/leave\?visit=[\w-]+)"/.exec(text)?.[1] ?? '';
    expect((await visitor.post(address, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const left = await visitor.post(address, { locale: 'es' });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/d/left?locale=es']);
    expect([visitor.cookies.size, (await visitor.get(path)).status]).toEqual([0, 401]);
  });

  it('that is left with words that clash or are wrong keeps them for the next visit by the same link, and says so', async () => {
    const { visitor, link, debrief, seen } = await own();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    await world.ana.put(
      `/v1/debriefs/${debrief.id}/answers`,
      { answers: { liked: { text: 'The coach wrote this' } } },
      { 'if-match': '*' },
    );
    const typed = {
      ...page,
      'item.liked.text': 'My own words',
      'item.next_one.on': 'next Monday',
      'item.if_then.text': 'Kept',
    };
    const left = await visitor.post('/d/checklist', { ...typed, action: 'leave' });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/d/left?locale=en&rest=part']);
    expect(textOf((await visitor.follow(left)).text)).toContain('One answer needs another look.');
    expect((await seen()).answers).toEqual({
      liked: { text: 'The coach wrote this', isPrivate: false },
      if_then: { text: 'Kept' },
    });
    // Nothing of it stands in the table to read.
    const [draft] = await world.sql<{ sealed: string }>('select sealed from form_drafts where client_id = $1', [
      (await seen()).client.id,
    ]);
    expect(draft?.sealed).not.toMatch(/My own words|next Monday/);
    const assisted = await assistedBy(await linkOf(world.ana, debrief.id));
    expect((await assisted.get('/d/checklist')).text).not.toMatch(/My own words|next Monday/);
    await visitor.openByUrl(link.url);
    const again = formFieldsOf((await visitor.get('/d/checklist')).text);
    expect(again).toMatchObject({ 'item.liked.text': 'My own words', 'item.next_one.on': 'next Monday' });
    const mended = { ...again, 'both.liked': 'typed', 'item.next_one.on': 'May 12, 2099', action: 'save' };
    expect(placeOf(await visitor.post('/d/checklist', mended))).toBe('/d/checklist?saved=end');
    expect((await seen()).answers).toMatchObject({ liked: { text: 'My own words' }, next_one: { on: '2099-05-12' } });
    expect((await visitor.get('/d/checklist')).text).not.toContain('<title>Error');
  });

  it('that is left too late, or by somebody who is helped, says that what was typed last is not kept', async () => {
    const { visitor, debrief } = await own();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    const assisted = await assistedBy(await linkOf(world.ana, debrief.id));
    const wrong = await assisted.fill({ 'item.next_one.on': 'soon' }, { action: 'leave' });
    expect(wrong.headers.get('location')).toBe('/d/left?locale=en&rest=lost');
    await visitor.fill({ 'item.learned.text': 'x' }, { action: 'submit' });
    const late = await visitor.post('/d/checklist', { ...page, 'item.learned.text': 'Other words', action: 'leave' });
    expect(late.headers.get('location')).toBe('/d/left?locale=en&rest=late');
    expect(textOf((await visitor.follow(late)).text)).toContain('this page takes no more answers');
  });

  it('takes no form without the part that says what the page showed: nothing is saved, and nothing seems to be', async () => {
    const { visitor, seen } = await own();
    const { base: _, ...page } = formFieldsOf((await visitor.get('/d/checklist')).text);
    for (const base of [[], ['x'.repeat(5000)]]) {
      const typed = { ...page, ...(base[0] ? { base: base[0] } : {}), 'item.learned.text': 'Typed in vain' };
      const sent = await visitor.post('/d/checklist', { ...typed, action: 'save' });
      expect([sent.status, placeOf(sent)]).toEqual([303, '/d/checklist?stray']);
      const told = textOf((await visitor.follow(sent)).text);
      for (const words of ['This was not saved', 'A part of the page was missing', 'Typed in vain'])
        expect(told).toContain(words);
    }
    expect((await seen()).answers).toEqual({});
  });

  it('that is over already is left without being asked for a code', async () => {
    const { visitor } = await own();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    await world.sql(`update client_sessions set ended_at = now(), ended_cause = 'revoked' where id = $1`, [
      visitor.visit,
    ]);
    const left = await visitor.post('/d/checklist', { ...page, action: 'leave' });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/d/left?locale=en']);
  });
});

describe('strangers in the room', () => {
  it('make no link: another organization, a colleague, an admin; and the link of a suspended maker opens nothing', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    for (const way of ['email', 'screen']) {
      const statuses: number[] = [];
      for (const who of [world.cai, world.ben, world.nia])
        statuses.push((await who.post(`/v1/debriefs/${debrief.id}/links`, { way })).status);
      expect(statuses).toEqual([404, 404, 403]);
    }
    const client = await newClientOf(world.ana);
    const theirs = await debriefAfter(world, world.ana, { client });
    const link = (await world.sol.post(`/v1/debriefs/${theirs.debrief.id}/links`, { way: 'screen' })).body;
    await world.sql('update users set suspended_at = now() where id = $1', [world.sol.id]);
    try {
      expect((await new Visitor(world).openByUrl(link.url)).status).toBe(422);
      expect((await new Visitor(world).openByUrl(mailedLink(world, client).url)).status).toBe(303);
    } finally {
      await world.sql('update users set suspended_at = null where id = $1', [world.sol.id]);
    }
  });
});
