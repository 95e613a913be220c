import { createHmac, createSecretKey } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { Caller } from '../support/caller.js';
import { createWorld, PASSWORD, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const signIn = (email: string, password = PASSWORD) => world.nobody.post('/v1/auth/sign-in', { email, password });
const bearer = (token: string) => new Caller(world.url, { authorization: `Bearer ${token}` });

describe('limits', () => {
  it('count each of many requests at once one time, so that a busy screen locks nobody out', async () => {
    const me = bearer((await signIn('ana@north.example')).body.accessToken);
    const many = await Promise.all(Array.from({ length: 150 }, () => me.get('/v1/me')));
    expect(many.filter(({ status }) => status !== 200)).toEqual([]);
    const [counter] = await world.sql<{ used: number }>('select used from request_counters where bucket = $1', [
      `user:${world.ana.id}`,
    ]);
    // What was used, and the rest of the last lease.
    expect(counter?.used).toBeLessThanOrEqual(210);
  });
});

describe('sign-in', () => {
  it('begins no session on what was true before: a suspension, another role and another password come in between', async () => {
    const email = 'ben@north.example';
    const [before] = await world.sql<{ password_hash: string; role: string }>(
      'select password_hash, role from users where email = $1',
      [email],
    );
    for (const change of [`suspended_at = now()`, `role = 'supervisor'`, `password_hash = password_hash || ' '`]) {
      await withClient(world.database.admin, async (other) => {
        await other.query('begin');
        await other.query(`update users set ${change} where email = $1`, [email]);
        const answer = signIn(email);
        await setTimeout(1000);
        await other.query('commit');
        expect([change, (await answer).status]).toEqual([change, 401]);
      });
      await world.sql('update users set suspended_at = null, role = $2, password_hash = $3 where email = $1', [
        email, before?.role, before?.password_hash,
      ]); // biome-ignore format: one row
    }
    expect((await signIn(email)).status).toBe(200);
  });

  it('answers with tokens and who I am, whatever the case of the address', async () => {
    const { status, body } = await signIn('Ana@North.example');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 600,
      me: { name: 'Ana', role: 'coach', organization: { name: 'North' } },
    });
    expect((await bearer(body.accessToken).get('/v1/me')).status).toBe(200);
  });

  it('says the same of an unknown address, a wrong password and a suspended account', async () => {
    await world.sql(`insert into users (organization_id, email, name, role, password_hash, suspended_at)
      select organization_id, 'gone@north.example', 'Gone', 'coach', password_hash, now() from users where email = 'ben@north.example'`);
    const answers = [
      await signIn('who@north.example'),
      await signIn('ben@north.example', 'wrong password here'),
      await signIn('gone@north.example'),
    ];
    const [first, ...others] = answers.map(({ status, body }) => ({ status, ...body, requestId: '' }));
    expect(first).toMatchObject({ status: 401, code: 'auth.sign-in-failed' });
    expect(others).toEqual([first, first]);
  });

  it('locks nobody out who knows the password, however often they sign in', async () => {
    for (let time = 0; time < 15; time += 1) expect((await signIn('sid@south.example')).status).toBe(200);
  });

  it('slows down guessing at one account, and says when to come back', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 12; attempt += 1)
      answers.push(await signIn('cai@south.example', 'a wrong password'));
    const last = answers.at(-1);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('sid@south.example')).status).toBe(200);
  });
});

describe('refresh tokens', () => {
  it('work once; the same successor within the grace; used later they end the session', async () => {
    const { body: first } = await signIn('ana@north.example');
    const refresh = (refreshToken: string) => world.nobody.post('/v1/auth/refresh', { refreshToken });
    const { body: second } = await refresh(first.refreshToken);
    expect((await refresh(first.refreshToken)).body.refreshToken).toBe(second.refreshToken);
    await world.sql(`update refresh_tokens set ended_at = now() - interval '1 minute' where ended_at is not null`);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect((await bearer(second.accessToken).get('/v1/me')).status).toBe(401);
  });

  it('rotate once under fifty parallel refreshes, and sign nobody out', async () => {
    const { body } = await signIn('ana@north.example');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => world.nobody.post('/v1/auth/refresh', { refreshToken: body.refreshToken })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1);
    expect((await bearer(answers[0]?.body.accessToken).get('/v1/me')).status).toBe(200);
  });
});

describe('a session', () => {
  it('is over at once after sign-out', async () => {
    const { body } = await signIn('ana@north.example');
    const ana = bearer(body.accessToken);
    expect((await ana.post('/v1/auth/sign-out')).status).toBe(204);
    expect((await ana.get('/v1/me')).body.code).toBe('auth.session-ended');
  });

  it('is over at once when the account is suspended, and after a change of role', async () => {
    const ben = bearer((await signIn('ben@north.example')).body.accessToken);
    expect((await ben.get('/v1/clients')).status).toBe(200);
    expect((await world.nia.post(`/v1/staff/${world.ben.id}/suspension`)).status).toBe(200);
    expect((await ben.get('/v1/clients')).status).toBe(401);
    expect((await world.nia.delete(`/v1/staff/${world.ben.id}/suspension`)).status).toBe(204);
    const again = bearer((await signIn('ben@north.example')).body.accessToken);
    await world.sql(`update users set role = 'supervisor' where id = $1`, [world.ben.id]);
    expect((await again.get('/v1/clients')).status).toBe(401);
    await world.sql(`update users set role = 'coach' where id = $1`, [world.ben.id]);
  });
});

describe('a forged token', () => {
  const claims = () => ({ org: world.ana.organizationId, sid: '01980000-0000-7000-8000-000000000000', role: 'admin' });
  const good = {
    subject: '01980000-0000-7000-8000-000000000001',
    issuer: 'onward',
    audience: 'onward-api',
    expiresIn: 600,
  } as const;
  const key = () => world.database.secrets.key('access-token');
  const sign = (
    extra: object,
    header: object = { typ: 'at+jwt', kid: '1' },
    algorithm: 'HS256' | 'HS512' = 'HS256',
    by = key(),
  ) =>
    jwt.sign(claims(), by, { ...good, algorithm, header: { alg: algorithm, ...header }, ...extra } as jwt.SignOptions);

  it('is refused, however it is made', async () => {
    const withoutExp = jwt.sign(claims(), key(), {
      subject: good.subject,
      issuer: 'onward',
      audience: 'onward-api',
      header: { alg: 'HS256', typ: 'at+jwt', kid: '1' },
    });
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.`;
    const body = withoutExp.split('.').slice(0, 2).join('.');
    const forged = [
      none,
      withoutExp,
      sign({ audience: 'other' }),
      sign({ issuer: 'other' }),
      sign({}, { typ: 'JWT', kid: '1' }),
      sign({}, { typ: 'at+jwt', kid: '1' }, 'HS512'),
      ...[undefined, '', '0', '01', '2', '1 ', ['1']].map((kid) => sign({}, { typ: 'at+jwt', kid })),
      sign({ expiresIn: -10 }),
      sign({}, { typ: 'at+jwt', kid: '../../dev/null' }, 'HS256', createSecretKey(Buffer.from(''.padEnd(32, 'x')))),
      `${body}.${createHmac('sha256', 'abc').update(body).digest('base64url')}`,
      'not.a.token',
      '',
    ];
    const statuses = await Promise.all(forged.map(async (token) => (await bearer(token).get('/v1/me')).status));
    expect(statuses).toEqual(forged.map(() => 401));
  });

  it('with a good signature still needs a session that lives', async () => {
    expect((await bearer(sign({})).get('/v1/me')).body.code).toBe('auth.session-ended');
  });
});

describe('invitations', () => {
  const tokenIn = (text: string): string => /#([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';

  it('bring a person onto the staff, once', async () => {
    const invited = await world.nia.post('/v1/invitations', { email: 'dee@north.example', name: 'Dee', role: 'coach' });
    expect([invited.status, invited.body.status]).toEqual([201, 'open']);
    await world.settle();
    const mail = world.mails().find(({ to }) => to === 'dee@north.example');
    const token = tokenIn(mail?.text ?? '');
    const weak = await world.nobody.post('/v1/invitations/acceptance', { token, password: 'password12345678' });
    expect([weak.status, weak.body.code]).toEqual([422, 'auth.password-too-common']);
    const accepted = await world.nobody.post('/v1/invitations/acceptance', {
      token,
      name: 'Dee Lu',
      password: 'quiet morning river stones',
    });
    expect(accepted.body.me).toMatchObject({ name: 'Dee Lu', role: 'coach' });
    const twice = await world.nobody.post('/v1/invitations/acceptance', {
      token,
      password: 'quiet morning river stones',
    });
    expect([twice.status, twice.body.code]).toEqual([422, 'invitation.not-open']);
    expect((await signIn('dee@north.example', 'quiet morning river stones')).status).toBe(200);
  });

  it('are accepted once by twenty people at the same time', async () => {
    await world.nia.post('/v1/invitations', { email: 'eve@north.example', name: 'Eve', role: 'coach' });
    await world.settle();
    const token = tokenIn(world.mails().find(({ to }) => to === 'eve@north.example')?.text ?? '');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.nobody.post('/v1/invitations/acceptance', { token, password: 'quiet morning river stones' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await world.sql(`select 1 from users where email = 'eve@north.example'`)).toHaveLength(1);
  });

  it('open nothing after they were taken back, and are the admin’s business alone', async () => {
    const { body } = await world.nia.post('/v1/invitations', {
      email: 'fay@north.example',
      name: 'Fay',
      role: 'admin',
    });
    expect(
      (await world.ana.post('/v1/invitations', { email: 'x@north.example', name: 'X', role: 'admin' })).status,
    ).toBe(403);
    expect((await world.sid.delete(`/v1/invitations/${body.id}`)).status).toBe(404);
    expect((await world.nia.delete(`/v1/invitations/${body.id}`)).status).toBe(204);
    await world.settle();
    expect(world.mails().some(({ to }) => to === 'fay@north.example')).toBe(false);
  });
});
