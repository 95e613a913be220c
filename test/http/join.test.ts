import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import type { Answer } from '../support/caller.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const PASSWORD = 'kind lanterns over water';
const own = { 'sec-fetch-site': 'same-origin', 'accept-language': 'en' };

async function invite(email: string, name = 'Dee Park'): Promise<{ text: string; html: string; link: string }> {
  await world.nia.post('/v1/invitations', { email, name, role: 'coach' });
  await world.settle();
  const mail = world.mails().find(({ to }) => to === email);
  const link = mail?.text.split('\n').find((line) => line.startsWith('http')) ?? '';
  return { text: mail?.text ?? '', html: mail?.html ?? '', link };
}

const post = (fields: Record<string, string>, headers: Record<string, string> = own): Promise<Answer> =>
  world.nobody.raw('POST', '/join', new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  });

const filled = (token: string, more: Record<string, string> = {}): Record<string, string> => ({
  token,
  name: '',
  password: PASSWORD,
  again: PASSWORD,
  locale: 'en',
  ...more,
});

describe('the mail of an invitation', () => {
  it('names who invites, holds the link on a line of its own and the code, and says until when', async () => {
    const { text, html, link } = await invite('dee@north.example');
    const token = link.split('#')[1] ?? '';
    expect(link).toMatch(/^http:\/\/localhost:\d+\/join#[\w-]{43}$/);
    expect(text.split('\n')).toContain(token);
    expect(text).toContain('Nia asks you to join North');
    expect(text).toMatch(/works until \w+, \w+ \d+ at \d+:\d\d [AP]M/);
    expect(html).toContain(`href="${link}"`);
  });

  it('comes in the language of the organization, and leads to a page in it', async () => {
    await world.nia.patch('/v1/organization', { locale: 'es-MX' });
    const { text, link } = await invite('luz@north.example', 'Luz');
    await world.nia.patch('/v1/organization', { locale: 'en' });
    expect(text).toContain('Hola, Luz:');
    const page = await world.nobody.raw('GET', new URL(link).pathname + new URL(link).search, undefined, {
      'accept-language': 'en',
    });
    expect(page.text).toContain('<html lang="es"');
  });
});

describe('the join page', () => {
  it('changes nothing when it is fetched, and needs no script', async () => {
    const { link } = await invite('scan@north.example');
    for (let times = 0; times < 3; times += 1) {
      const page = await world.nobody.get('/join', { 'accept-language': 'en' });
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(Object.keys(formFieldsOf(page.text)).sort()).toEqual(['again', 'locale', 'name', 'password', 'token']);
    }
    const joined = await post(filled(link));
    expect([joined.status, joined.headers.get('location')]).toEqual([303, '/join/done?locale=en']);
    expect(joined.headers.get('set-cookie')).toBeNull();
    const signedIn = await world.nobody.post('/v1/auth/sign-in', { email: 'scan@north.example', password: PASSWORD });
    expect(signedIn.body.me).toMatchObject({ name: 'Dee Park', role: 'coach' });
  });

  it('takes the whole link, the code alone, or either with spaces around', async () => {
    const { link } = await invite('paste@north.example');
    expect((await post(filled(`  ${link.split('#')[1]} `, { name: 'Paz' }))).status).toBe(303);
    const { body } = await world.nobody.post('/v1/auth/sign-in', { email: 'paste@north.example', password: PASSWORD });
    expect(body.me.name).toBe('Paz');
  });

  it('works once: of ten at the same time one makes the account', async () => {
    const { link } = await invite('once@north.example');
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await post(filled(link))).status));
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(await world.sql("select 1 from users where email = 'once@north.example'")).toHaveLength(1);
  });

  it('keeps what was typed and says what to put right, but never sends a password back', async () => {
    const { link } = await invite('err@north.example');
    const cases: [Record<string, string>, string, string][] = [
      [{ again: 'another one altogether' }, 'again', 'The two passwords are not the same.'],
      [{ password: 'short', again: 'short' }, 'password', 'Use at least 15 characters'],
      [{ password: 'passwordpassword', again: 'passwordpassword' }, 'password', 'easy to guess'],
      [{ password: '', again: '' }, 'password', 'Use at least 15 characters'],
      [{ token: '' }, 'token', 'Copy the code from the email.'],
      [{ token: 'x'.repeat(43) }, 'token', 'does not work any more'],
    ];
    for (const [wrong, field, words] of cases) {
      const answer = await post(filled(link, { name: 'Errol', ...wrong }));
      expect(answer.status).toBe(422);
      expect(textOf(answer.text)).toContain(words);
      expect(answer.text).toMatch(new RegExp(`<input[^>]*id="${field}"[^>]*aria-invalid="true"`));
      expect(formFieldsOf(answer.text)).toMatchObject({ name: 'Errol', password: '', again: '' });
    }
    expect((await post(filled(link))).status).toBe(303);
  });

  it('says which field is wrong when its shape is, and never speaks of a list that is not there', async () => {
    const { link } = await invite('long@north.example');
    const long = await post(filled(link, { password: 'x'.repeat(15_000) }));
    expect([long.status >= 400, textOf(long.text)]).toEqual([true, expect.not.stringContaining('list of errors')]);
    const stray = await post({ ...filled(link), stranger: '1' });
    expect(textOf(stray.text)).toContain('We could not read this form.');
    const lost = await world.nobody.get('/join/nowhere', { accept: 'text/html' });
    expect([lost.status, lost.headers.get('location')]).toEqual([303, '/join']);
  });

  it('speaks Spanish when asked to, also about what is wrong', async () => {
    const answer = await post(filled('x'.repeat(43), { locale: 'es' }));
    expect(textOf(answer.text)).toContain('Esta invitación ya no funciona');
    expect((await world.nobody.get('/join/done?locale=es')).text).toContain('Tu cuenta está lista');
  });

  it('refuses a form that another site posts, and one that is no form', async () => {
    const { link } = await invite('csrf@north.example');
    const strange = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of strange) expect((await post(filled(link), headers as never)).status).toBe(403);
    const json = await world.nobody.raw('POST', '/join', '{"token":1}', { 'content-type': 'application/json', ...own });
    const twice = await world.nobody.raw('POST', '/join', 'token=a&token=b&name=&password=c&again=c', {
      'content-type': 'application/x-www-form-urlencoded',
      ...own,
    });
    const proto = await post({ ...filled(link), stranger: '1' });
    expect([json.status, twice.status, proto.status]).toEqual([400, 400, 400]);
    for (const { headers } of [json, twice, proto]) expect(headers.get('content-type')).toContain('text/html');
    expect(await world.sql("select 1 from users where email = 'csrf@north.example'")).toEqual([]);
  });

  it('shows text as text', async () => {
    const answer = await post(filled('"><script>alert(1)</script>', { name: '<b>x' }));
    expect(answer.text).not.toContain('<script>alert');
    expect(formFieldsOf(answer.text).name).toBe('<b>x');
  });

  it('leaves forms to the pages: the web API refuses them', async () => {
    const answer = await world.nobody.raw('POST', '/joint', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([404, 415]).toContain(answer.status);
    const api = await world.ana.raw('POST', '/v1/clients', 'legalName=A', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(api.status).toBe(415);
  });
});

describe('a URL that cannot be decoded', () => {
  it('gets a problem like every other bad request', async () => {
    const answer = await world.nobody.get('/v1/clients/%zz');
    expect([answer.status, answer.body.code]).toEqual([400, 'http.malformed']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});
