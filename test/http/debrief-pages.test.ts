import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { debriefAfter, linkOf, newClientOf, Visitor } from '../support/debriefs.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const AFTER_INTERVIEW = { stages: ['phone_screen', 'interview'], interviews: [{}] };
const ENGLISH = { writtenLanguage: 'en' };

/** A debrief in English unless the client says otherwise, its coach's view of it, and a client who just opened it. */
async function opened(course: object = AFTER_INTERVIEW, client: object = ENGLISH) {
  const made = await debriefAfter(world, world.ana, { client, ...course });
  const link = await linkOf(world.ana, made.debrief.id);
  const visitor = new Visitor(world);
  expect((await visitor.openByUrl(link.url)).status).toBe(303);
  const seen = async () => (await world.ana.get(`/v1/debriefs/${made.debrief.id}`)).body;
  return { ...made, link, visitor, seen };
}

const rowsOf = (table: string, clientId: string) =>
  world.sql<Record<string, unknown>>(`select * from ${table} where client_id = $1 order by id`, [clientId]);

describe('the link page', () => {
  it('tells and changes nothing, however often a mail scanner fetches it', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana);
    const url = /http\S+#\S+/.exec(world.mails().find(({ to }) => to === client.email)?.text ?? '')?.[0] ?? '';
    const path = new URL(url).pathname;
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD', 'OPTIONS']) {
      const answer = await world.nobody.raw(method, path, undefined, {});
      if (method !== 'OPTIONS') expect(answer.status).toBe(200);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    expect((await world.nobody.get('/d/start')).status).toBe(404);
    const sessions = await world.sql('select 1 from client_sessions where debrief_id = $1', [debrief.id]);
    const [link] = await world.sql<{ opened_count: number }>(
      'select opened_count from debrief_links where debrief_id = $1',
      [debrief.id],
    );
    expect([sessions.length, link?.opened_count]).toEqual([0, 0]);
    expect((await world.ana.get(`/v1/debriefs/${debrief.id}`)).body.status).toBe('issued');
  });

  it('is guarded: nothing from elsewhere, no frame, no referrer, not stored', async () => {
    for (const path of ['/d', '/d/checklist', '/d/done']) {
      const { headers } = await world.nobody.get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  it('loads a style sheet and a script that a phone keeps', async () => {
    const { text } = await world.nobody.get('/d');
    for (const [, address = ''] of text.matchAll(/(?:href|src)="(\/d\/[^"]+\?v=[^"]+)"/g)) {
      const { status, headers } = await world.nobody.get(address);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(headers.get('content-type')).toMatch(/^text\/(css|javascript); charset=utf-8$/);
    }
  });

  it('speaks the language of the browser, or the one that was chosen', async () => {
    expect((await world.nobody.get('/d', { 'accept-language': 'es-MX,es;q=0.9' })).text).toContain('lang="es"');
    expect((await world.nobody.get('/d?locale=es', { 'accept-language': 'en' })).text).toContain('lang="es"');
    expect((await world.nobody.get('/d?locale=<script>')).text).toContain('lang="en"');
  });
});

describe('opening', () => {
  it('takes a token or a typed code, again and again, and counts', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { url, code } = await linkOf(world.ana, debrief.id);
    const byLink = await new Visitor(world).openByUrl(url);
    expect([byLink.status, byLink.headers.get('location')]).toEqual([303, '/d/checklist']);
    expect(byLink.headers.get('set-cookie')).toMatch(
      /^__Host-onward=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=43200$/,
    );
    for (const typed of [code, ` ${code.toLowerCase().replace('-', ' ')} `])
      expect((await new Visitor(world).openByCode(typed)).status).toBe(303);
    const [link] = await world.sql<{ opened_count: number }>(
      'select opened_count from debrief_links where debrief_id = $1 order by id desc',
      [debrief.id],
    );
    expect(link?.opened_count).toBe(3);
    const events = await world.sql<{ actor_kind: string }>(
      `select actor_kind from ledger_lines where subject_id = $1 and name = 'debrief.opened'`,
      [debrief.id],
    );
    expect(events.map(({ actor_kind }) => actor_kind)).toEqual(['client', 'client', 'client']);
  });

  it('answers the same page to a code that never was, is too old, or was revoked', async () => {
    const links: string[] = [];
    for (const spoil of ["expires_at = now() - interval '1 second'", 'revoked_at = now()']) {
      const { debrief } = await debriefAfter(world, world.ana);
      const { code } = await linkOf(world.ana, debrief.id);
      await world.sql(`update debrief_links set ${spoil} where debrief_id = $1`, [debrief.id]);
      links.push(code);
    }
    const pages: string[] = [];
    for (const code of ['K7QM-2XWD', ...links]) {
      const { status, text } = await new Visitor(world).openByCode(code);
      expect(status).toBe(422);
      expect(text).toContain('This link or code does not work any more.');
      pages.push(text.replaceAll(code, 'CODE'));
    }
    expect(new Set(pages).size).toBe(1);
    for (const odd of [{}, { code: '' }, { code: 'K7Q' }, { token: 'x', code: '' }, { code: ['A', 'B'] }])
      expect((await new Visitor(world).post('/d/start', odd as Record<string, string>)).status).toBe(422);
  });

  it('is refused to a form from another site', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { code } = await linkOf(world.ana, debrief.id);
    const from = (headers: Record<string, string>) => new Visitor(world).post('/d/start', { token: '', code }, headers);
    expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });

  it('answers what is no form with a page, too', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { code } = await linkOf(world.ana, debrief.id);
    for (const [type, body, status] of [
      ['text/plain', 'code=1', 415],
      ['application/json', '{"a":', 400],
      ['application/x-www-form-urlencoded', new Uint8Array([0xff, 0xfe]), 400],
      ['application/x-www-form-urlencoded', `code=${'9'.repeat(600_000)}`, 413],
    ] as const) {
      const answer = await world.nobody.raw('POST', '/d/start', body, { 'content-type': type });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    }
    const hostile = `__proto__=1&code=${code}&constructor=x&%00=1`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await world.nobody.raw('POST', '/d/start', hostile, headers)).status).toBe(303);
  });
});

describe('the checklist', () => {
  it('never says "you got to the interview" to somebody who was screened out', async () => {
    const { visitor } = await opened({});
    const text = textOf((await visitor.get('/d/checklist')).text);
    expect(text).toContain('You finished a real application.');
    expect(text).not.toMatch(/got to the interview|past the first step|real practice|met new people/i);
    const invited = await opened({ stages: ['interview'], interviews: [{ startsAt: '2126-06-10T17:00:00Z' }] });
    expect(textOf((await invited.visitor.get('/d/checklist')).text)).not.toContain('You got to the interview');
    const talked = await opened(AFTER_INTERVIEW);
    expect(textOf((await talked.visitor.get('/d/checklist')).text)).toContain('You got to the interview');
  });

  it('is in the language of the client, and in another when they ask, without losing a word', async () => {
    const { visitor } = await opened(AFTER_INTERVIEW, { writtenLanguage: 'es-MX' });
    const spanish = (await visitor.get('/d/checklist')).text;
    expect(spanish).toContain('<html lang="es"');
    expect(textOf(spanish)).toContain('Llegaste a la entrevista');
    await visitor.fill({ 'item.learned.text': 'Respirar primero' }, { locale: 'en' });
    const english = (await visitor.get('/d/checklist')).text;
    expect(english).toContain('<html lang="en"');
    expect(formFieldsOf(english)['item.learned.text']).toBe('Respirar primero');
  });

  it('is in English for a language that is not there yet', async () => {
    const { visitor } = await opened(AFTER_INTERVIEW, { writtenLanguage: 'tlh' });
    expect((await visitor.get('/d/checklist')).text).toContain('<html lang="en"');
  });

  it('knows whom the client met, so that nobody has to type it', async () => {
    const { visitor } = await opened();
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({
      'item.people.0.name': 'Dana Reyes',
      'item.people.0.contact': 'dana@harbor.example',
    });
  });

  it('is kept by each button, resumed on another phone, and handed in', async () => {
    const { visitor, client, link, seen } = await opened();
    const saved = await visitor.fill({
      'item.learned.text': 'To breathe first',
      'item.logistics.what': ['ride', 'time'],
      'item.next_one.job': 'Cook at the school',
      'item.next_one.on': '2099-01-02',
      'item.thanks.plan': 'will_do',
    });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/d/checklist?saved']);
    expect(textOf((await visitor.get('/d/checklist?saved')).text)).toContain('Saved.');
    expect(await seen()).toMatchObject({ status: 'in_progress', barrierSignals: ['transport', 'schedule'] });

    const otherPhone = new Visitor(world);
    await otherPhone.openByCode(link.code);
    expect(formFieldsOf((await otherPhone.get('/d/checklist')).text)).toMatchObject({
      'item.learned.text': 'To breathe first',
      'item.logistics.what': ['ride', 'time'],
    });
    const sent = await otherPhone.fill({}, { action: 'submit' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/d/done']);
    const done = textOf((await otherPhone.get('/d/done')).text);
    for (const words of ['Thank you', 'To breathe first', 'Send the thank-you note', 'Cook at the school'])
      expect(done).toContain(words);
    expect(await seen()).toMatchObject({ status: 'submitted', submittedBy: 'client' });
    expect(await rowsOf('lessons', client.id)).toMatchObject([{ kind: 'learned', text: 'To breathe first' }]);
    expect(await rowsOf('network_contacts', client.id)).toMatchObject([
      { name: 'Dana Reyes', reached_at: 'dana@harbor.example' },
    ]);
    const followUps = (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body.items;
    expect(followUps.map(({ kind, owner, dueOn }: Record<string, string>) => [kind, owner, dueOn])).toEqual([
      ['thanks', 'client', Temporal.Now.plainDateISO('America/Los_Angeles').add({ days: 1 }).toString()],
      ['next_one', 'client', '2099-01-02'],
    ]);
  });

  it('can be read after it was handed in, with what the coach wrote back, and not be changed', async () => {
    const { visitor, debrief, seen } = await opened();
    const page = (await visitor.get('/d/checklist')).text;
    await visitor.fill({ 'item.learned.text': 'To breathe first' }, { action: 'submit' });
    await world.ana.post(`/v1/debriefs/${debrief.id}/review`, { reply: 'I will call on Monday.' });
    const read = (await visitor.get('/d/checklist')).text;
    expect(read).not.toContain('<form');
    for (const words of ['To breathe first', 'I will call on Monday.', 'Ana wrote to you'])
      expect(textOf(read)).toContain(words);
    expect((await visitor.get('/d/checklist?locale=es')).text).toContain('<html lang="es"');
    expect(textOf((await visitor.get('/d/done')).text)).toContain('Your coach has read it');
    const late = await visitor.post('/d/checklist', {
      ...formFieldsOf(page),
      'item.learned.text': 'Something new',
      action: 'save',
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Something new');
    expect((await seen()).answers.learned.text).toBe('To breathe first');
  });

  it('shows again what is wrong as it was typed, and has kept the rest', async () => {
    const { visitor, seen } = await opened();
    const wrong = await visitor.fill(
      { 'item.next_one.on': 'next Monday', 'item.if_then.text': 'I ask for water' },
      { action: 'submit' },
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="next Monday"');
    for (const words of ['Write the day like this', 'Write what you learned'])
      expect(textOf(wrong.text)).toContain(words);
    expect(await seen()).toMatchObject({ status: 'in_progress', answers: { if_then: { text: 'I ask for water' } } });
    const mended = await visitor.post('/d/checklist', {
      ...formFieldsOf(wrong.text),
      'item.next_one.on': '2099-01-02',
      'item.learned.declined': 'yes',
      action: 'submit',
    });
    expect(mended.headers.get('location')).toBe('/d/done');
  });

  it('loses nothing when two phones write: the second sees what it typed, and may save again', async () => {
    const { visitor, link, seen } = await opened();
    const before = formFieldsOf((await visitor.get('/d/checklist')).text);
    const otherPhone = new Visitor(world);
    await otherPhone.openByUrl(link.url);
    await otherPhone.fill({ 'item.learned.text': 'From the other phone' });
    const typed = { ...before, 'item.learned.text': 'From this phone', action: 'save' };
    const clash = await visitor.post('/d/checklist', typed);
    expect(clash.status).toBe(409);
    expect(textOf(clash.text)).toContain('This page was saved on another phone or computer.');
    expect(formFieldsOf(clash.text)['item.learned.text']).toBe('From this phone');
    expect((await seen()).answers.learned.text).toBe('From the other phone');
    const again = await visitor.post('/d/checklist', { ...formFieldsOf(clash.text), action: 'save' });
    expect(again.status).toBe(303);
    expect((await seen()).answers.learned.text).toBe('From this phone');
  });

  it('can be set aside without penalty, and taken up again while the link works', async () => {
    const { visitor, client, seen } = await opened();
    const { headers } = await visitor.fill({ 'item.if_then.text': 'kept' }, { action: 'skip' });
    expect(headers.get('location')).toBe('/d/done');
    const done = textOf((await visitor.get('/d/done')).text);
    for (const words of ['That is fine', 'It has no bad effect for you.', 'Your link still works until'])
      expect(done).toContain(words);
    expect((await seen()).status).toBe('skipped');
    expect(await rowsOf('follow_ups', client.id)).toEqual([]);
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)['item.if_then.text']).toBe('kept');
    await visitor.fill({ 'item.learned.text': 'I came back' }, { action: 'submit' });
    expect((await seen()).status).toBe('submitted');
  });

  it('shows what people type as text', async () => {
    const { visitor } = await opened();
    const hostile = `"><script>alert(1)</script>&lt;b&gt;'{x}`;
    await visitor.fill({ 'item.learned.text': hostile, 'item.if_then.text': hostile });
    const page = (await visitor.get('/d/checklist')).text;
    expect(page).not.toContain('<script>alert');
    expect(formFieldsOf(page)['item.if_then.text']).toBe(hostile);
    await visitor.fill({}, { action: 'submit' });
    for (const path of ['/d/done', '/d/checklist'])
      expect((await visitor.get(path)).text).not.toContain('<script>alert');
  });

  it('asks the coach to call today, and tells nobody why', async () => {
    const { visitor, client } = await opened();
    await visitor.fill(
      { 'item.feel.score': '1', 'item.feel.isPrivate': 'yes', 'item.learned.declined': 'yes' },
      { action: 'submit' },
    );
    const { items } = (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body;
    expect(items).toMatchObject([{ kind: 'call_client', owner: 'coach', title: null }]);
    expect(items[0].dueOn).toBe(Temporal.Now.plainDateISO('America/Los_Angeles').toString());
    expect(textOf((await visitor.get('/d/done')).text)).toContain('Your coach will call you.');
  });
});

describe('what a client keeps private', () => {
  it('is seen by the client and by no member of staff: not in the debrief, the lessons, the paper, a count or the trail', async () => {
    const { visitor, client, debrief, seen } = await opened();
    const secret = 'Only-mine-4711';
    await visitor.fill({
      'item.learned.text': secret,
      'item.learned.isPrivate': 'yes',
      'item.people.1.name': `Shared ${client.id.slice(0, 4)}`,
      'item.worry.guess': secret,
      'item.worry.isPrivate': 'yes',
    });
    const path = `/v1/debriefs/${debrief.id}`;
    const version = (await seen()).version;
    const typed = await world.ana.put(
      `${path}/answers`,
      { answers: { one_change: { text: 'Earlier bus' } } },
      { 'if-match': `"v${version}"` },
    );
    expect(typed.status).toBe(200);
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({
      'item.learned.text': secret,
      'item.one_change.text': 'Earlier bus',
    });
    await visitor.fill({}, { action: 'submit' });
    const everything: string[] = [];
    for (const who of [world.ana, world.sol]) {
      for (const at of [
        path,
        '/v1/debriefs',
        `/v1/clients/${client.id}/lessons?total=true`,
        `/v1/follow-ups?clientId=${client.id}`,
      ])
        everything.push((await who.get(at)).text);
    }
    expect(everything.join()).not.toContain(secret);
    expect(everything.join()).toContain('Earlier bus');
    expect((await world.ana.get(`/v1/clients/${client.id}/lessons?total=true`)).body.total).toBe(0);
    expect(await tablesHolding(world, secret)).toEqual(['public.debrief_answers']);
    const paper = async () => (await world.ana.get(`${path}/document`)).headers.get('content-length');
    const before = await paper();
    await world.sql(`update debrief_answers set value = $2 where debrief_id = $1 and is_private`, [
      debrief.id,
      { text: 'long '.repeat(100), guess: 'long '.repeat(200) },
    ]);
    expect(await paper()).toBe(before);
    await world.sql(`update debrief_answers set value = $2 where debrief_id = $1 and is_private`, [
      debrief.id,
      { text: secret, guess: secret },
    ]);
    const item = (await seen()).items.find(({ code }: { code: string }) => code === 'learned');
    expect(item).toMatchObject({ answer: null, enteredBy: null, answeredAt: null });
    expect(textOf((await visitor.get('/d/done')).text)).toContain(secret);
    expect(textOf((await visitor.get('/d/checklist')).text)).toContain(secret);
  });
});

describe('a session', () => {
  it('is good for its one debrief and for nothing else of the same client', async () => {
    const client = await newClientOf(world.ana, ENGLISH);
    const first = await debriefAfter(world, world.ana, { client, application: { jobTitle: 'First job' } });
    const second = await debriefAfter(world, world.ana, { client, application: { jobTitle: 'Second job' } });
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, first.debrief.id)).url);
    const page = textOf(
      (await visitor.get(`/d/checklist?debriefId=${second.debrief.id}&id=${second.debrief.id}`)).text,
    );
    expect(page).toContain('First job');
    expect(page).not.toContain('Second job');
    await visitor.fill({ id: second.debrief.id, debriefId: second.debrief.id, 'item.learned.text': 'x' });
    expect((await world.ana.get(`/v1/debriefs/${second.debrief.id}`)).body).toMatchObject({
      status: 'issued',
      answers: {},
    });
    for (const path of [`/v1/debriefs/${first.debrief.id}`, `/v1/clients/${client.id}`, '/v1/me'])
      expect((await visitor.get(path)).status).toBe(401);
  });

  it('ends at once when the links are revoked, and what was saved is still there', async () => {
    const { visitor, link, debrief } = await opened();
    await visitor.fill({ 'item.learned.text': 'kept' });
    expect((await world.ana.delete(`/v1/debriefs/${debrief.id}/links`)).status).toBe(204);
    for (const path of ['/d/checklist', '/d/done']) {
      const closed = await visitor.get(path);
      expect(closed.status).toBe(401);
      expect(textOf(closed.text)).toContain('Your page was closed. Open it again here.');
    }
    const post = await visitor.post('/d/checklist', { version: '3', action: 'submit', 'item.learned.text': 'x' });
    expect([post.status, post.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    expect((await new Visitor(world).openByUrl(link.url)).status).toBe(422);
    const again = new Visitor(world);
    await again.openByUrl((await linkOf(world.ana, debrief.id)).url);
    expect(formFieldsOf((await again.get('/d/checklist')).text)['item.learned.text']).toBe('kept');
  });

  it('shows a closed page, and keeps nothing, when the time of the debrief ran out meanwhile', async () => {
    const { visitor, debrief } = await opened();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    await world.sql('update debriefs set lapses_at = now() where id = $1', [debrief.id]);
    expect((await visitor.get('/d/checklist')).status).toBe(404);
    expect((await visitor.post('/d/checklist', { ...page, action: 'submit' })).status).toBe(404);
    expect(textOf((await visitor.get('/d/done')).text)).toContain('You did nothing wrong.');
  });

  it('is nothing when its cookie is made up', async () => {
    const { status, text } = await world.nobody.get('/d/checklist', { cookie: '__Host-onward=made-up' });
    expect([status, text.includes('<form method="post" action="/d/start"')]).toEqual([401, true]);
  });
});

describe('guessing codes', () => {
  it('is stopped for a network after thirty tries, with a page that says to wait', async () => {
    let last = await new Visitor(world).openByCode('K7QM-2XWD');
    for (let time = 0; time < 35 && last.status === 422; time += 1)
      last = await new Visitor(world).openByCode('K7QM-2XWD');
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(textOf(last.text)).toContain('Please wait a minute and try again.');
  });
});

describe('quiet hours', () => {
  it('hold the mail back until morning on the clock of the client, and then let it go', async () => {
    const now = Temporal.Now.zonedDateTimeISO('Asia/Kolkata');
    const clock = (hours: number) => now.add({ hours }).toPlainTime().toString({ smallestUnit: 'minute' });
    const quiet = await createWorld({ quietHours: { from: clock(-1), to: clock(2) } });
    try {
      const client = { timeZone: 'Asia/Kolkata' };
      const { debrief } = await debriefAfter(quiet, quiet.ana, { client });
      expect(debrief.status).toBe('issued');
      expect(quiet.mails()).toEqual([]);
      const [delivery] = await quiet.sql<{ state: string; next_at: Date }>(
        `select state, next_at from deliveries where consumer = 'debriefs.mail'`,
      );
      const expected = now.add({ hours: 2 }).round({ smallestUnit: 'minute', roundingMode: 'floor' });
      expect([delivery?.state, delivery?.next_at.getTime()]).toEqual(['pending', expected.epochMilliseconds]);
      quiet.travelTo(new Date((delivery?.next_at.getTime() ?? 0) + 1000).toISOString());
      await quiet.sql('update deliveries set next_at = now()');
      await quiet.settle();
      expect(quiet.mails()).toHaveLength(1);
    } finally {
      await quiet.close();
    }
  });
});
