import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { debriefAfter, linkOf, newClientOf, openedDebrief, placeOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const ENGLISH = { writtenLanguage: 'en' };

const opened = (course?: object, client?: object) => openedDebrief(world, course, client);

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
    expect((await world.nobody.get('/d/start')).headers.get('location')).toBe('/d');
    const sessions = await world.sql('select 1 from client_sessions where subject_id = $1', [debrief.id]);
    const [link] = await world.sql<{ opened_count: number }>(
      'select opened_count from client_links where subject_id = $1',
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
    expect([byLink.status, placeOf(byLink)]).toEqual([303, '/d/checklist']);
    expect(byLink.headers.get('set-cookie')).toMatch(
      /^__Host-onward-[\w-]{36}=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    for (const typed of [code, ` ${code.toLowerCase().replace('-', ' ')} `])
      expect((await new Visitor(world).openByCode(typed)).status).toBe(303);
    const [link] = await world.sql<{ opened_count: number }>(
      `select opened_count from client_links where subject_id = $1 and purpose = 'screen'`,
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
    for (const spoil of ["expires_at = now() - interval '1 second'", "ended_at = now(), ended_cause = 'revoked'"]) {
      const { debrief } = await debriefAfter(world, world.ana);
      const { code } = await linkOf(world.ana, debrief.id);
      await world.sql(`update client_links set ${spoil} where subject_id = $1`, [debrief.id]);
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

  it('says what is wrong with what was typed: nothing, or what can be no code; and keeps it in the field', async () => {
    for (const [code, words] of [
      ['', 'Type the code from your message.'],
      ['  ', 'Type the code from your message.'],
      ['K7Q', 'A code has 8 letters and numbers.'],
      ['K7QM-2XW0', 'A code has 8 letters and numbers.'],
      ['K7QM-2XWD', 'This link or code does not work any more.'],
    ] as const) {
      const { text, headers } = await new Visitor(world).openByCode(code);
      expect([code, textOf(text).includes(words)]).toEqual([code, true]);
      expect(text).toContain('<title>Error: Open your page</title>');
      expect(formFieldsOf(text).code).toBe(code);
      // "Back" to the answer of a form is an error of the browser's, unless it may keep a copy.
      expect(headers.get('cache-control')).toBe('private, no-cache');
    }
  });

  it.each([
    ['/D', '/d'],
    ['/d/', '/d'],
    ['/D/Checklist', '/d/checklist'],
    ['/d/K7QM-2XWD', '/d/k7qm-2xwd'],
    ['/d/start', '/d'],
    ['/d/again', '/d'],
  ])('typed as %s leads to %s', async (typed, to) => {
    const answer = await world.nobody.get(typed, { accept: 'text/html' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, to]);
  });

  it('answers every mistyped address with the page for the code, in the language of the reader, whatever was asked for', async () => {
    for (const path of ['/d/xyz', '/d/%ff', '/d/k7qm-2xwd', '/d/a/b'])
      for (const accept of ['text/html', 'application/json', '*/*']) {
        const answer = await world.nobody.get(path, { accept, 'accept-language': 'es' });
        expect([path, answer.status >= 400, answer.headers.get('content-type')]).toEqual([
          path,
          true,
          'text/html; charset=utf-8',
        ]);
        expect(answer.text).toContain('<html lang="es"');
      }
    expect((await world.nobody.get('/d/xyz')).text).toContain('name="code"');
    for (const method of ['PUT', 'DELETE', 'POST'])
      expect((await world.nobody.raw(method, '/d/xyz', undefined, {})).headers.get('content-type')).toContain(
        'text/html',
      );
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

describe('the bare address', () => {
  it('shows two ways on: the code of a client, and where staff sign in for now', async () => {
    const { status, text } = await world.nobody.get('/', { 'accept-language': 'es' });
    expect([status, text.includes('href="/d?locale=es"')]).toEqual([200, true]);
    expect(textOf(text)).toContain('Tengo un código de mi coach');
    expect((await world.nobody.get('/front.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it('is where a browser comes to that is lost; a program gets its problem as ever', async () => {
    const html = await world.nobody.get('/nowhere', { accept: 'text/html,*/*;q=0.8' });
    expect([html.status, html.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(textOf(html.text)).toContain('This address does not lead to a page.');
    for (const [path, accept] of [
      ['/nowhere', 'application/json'],
      ['/v1/nowhere', 'text/html'],
    ] as const)
      expect((await world.nobody.get(path, { accept })).headers.get('content-type')).toContain('problem+json');
  });
});

describe('a form that is too big', () => {
  it('is told so, and not that we are at fault or that waiting helps', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' };
    for (const [body, status] of [
      [`a=${'9'.repeat(600_000)}`, 413],
      ['a&'.repeat(1500), 400],
    ] as const) {
      const answer = await world.nobody.raw('POST', '/d/checklist', body, form);
      expect([answer.status, textOf(answer.text).includes('That was too long to send')]).toEqual([status, true]);
      expect(textOf(answer.text)).not.toMatch(/our side|wait/);
    }
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
    const sent = await visitor.post('/d/checklist', { ...page, action: 'submit' });
    expect([sent.status, (await visitor.follow(sent)).status]).toEqual([303, 404]);
    expect(textOf((await visitor.get('/d/done')).text)).toContain('You did nothing wrong.');
  });

  it('is nothing when its cookie is made up', async () => {
    const { status, text } = await world.nobody.get('/d/checklist', { cookie: '__Host-onward-x=made-up' });
    expect([status, text.includes('<form method="post" action="/d/start"')]).toEqual([401, true]);
  });
});

describe('guessing codes', () => {
  it('is stopped for a network after thirty tries, with a page that says how long, and that the link works', async () => {
    let last = await new Visitor(world).openByCode('K7QM-2XWD');
    for (let time = 0; time < 35 && last.status === 422; time += 1)
      last = await new Visitor(world).openByCode('K7QM-2XWD');
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(textOf(last.text)).toMatch(
      /Many wrong codes were typed on this network\. So codes do not work here now\. Please wait \d+ minutes\..*The link in your message still works\./,
    );
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
      const [delivery] = await quiet.sql<{ status: string; next_at: Date }>(
        `select status, next_at from deliveries where consumer = 'debriefs.mail'`,
      );
      const expected = now.add({ hours: 2 }).round({ smallestUnit: 'minute', roundingMode: 'floor' });
      expect([delivery?.status, delivery?.next_at.getTime()]).toEqual(['pending', expected.epochMilliseconds]);
      quiet.travelTo(new Date((delivery?.next_at.getTime() ?? 0) + 1000).toISOString());
      await quiet.sql('update deliveries set next_at = now()');
      await quiet.settle();
      expect(quiet.mails()).toHaveLength(1);
    } finally {
      await quiet.close();
    }
  });
});
