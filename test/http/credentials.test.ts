import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EndCause, endCauses } from '../../src/access/credentials.js';
import { ClientLinksDoor } from '../../src/features/client-links/client-links.door.js';
import { Accounts } from '../../src/features/identity/accounts.js';
import { InvitationsService } from '../../src/features/identity/invitations/invitations.service.js';
import { hashPassword } from '../../src/features/identity/passwords.js';
import { SessionsService } from '../../src/features/identity/sessions/sessions.service.js';
import { StaffService } from '../../src/features/identity/staff/staff.service.js';
import { newId } from '../../src/kernel/ids.js';
import { Credentials } from '../../src/platform/auth/credentials.js';
import { Database } from '../../src/platform/database/database.js';
import type { WriteTx } from '../../src/platform/database/tx.js';
import type { Body } from '../support/caller.js';
import { debriefAfter, linkOf, newClientOf, Visitor } from '../support/debriefs.js';
import { createWorld, PASSWORD, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const NEW_PASSWORD = 'quiet morning river stones';
const signIn = (email: string, password = PASSWORD) => world.nobody.post('/v1/auth/sign-in', { email, password });
const asSystem = <Result>(work: (tx: WriteTx) => Promise<Result>): Promise<Result> =>
  world.app.get(Database).asSystem(world.ana.organizationId, 'a test', work);

/** The secret in the newest mail to this address. */
async function tokenFor(email: string): Promise<string> {
  await world.settle();
  const mail = world.mails().find(({ to }) => to === email);
  return /#([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
}
const accept = async (email: string) =>
  world.nobody.post('/v1/invitations/acceptance', { token: await tokenFor(email), password: NEW_PASSWORD });
const invite = (by: World['nia'], email: string, role: string): Promise<Body> =>
  by.post('/v1/invitations', { email, name: 'Dee', role });

/** One more of the staff of North, with a session. */
async function colleague(name: string, role: 'coach' | 'supervisor' | 'admin'): Promise<{ id: string; email: string }> {
  const email = `${name}@north.example`;
  const passwordHash = await hashPassword(PASSWORD);
  return asSystem(async (tx) => {
    const id = await world.app.get(Accounts).insert(tx, { email, name, role, passwordHash });
    await world.app.get(SessionsService).startSession(tx, id, role);
    return { id, email };
  });
}

const TABLES = {
  session: 'sessions',
  refresh: 'refresh_tokens',
  invitation: 'invitations',
  link: 'client_links',
  visit: 'client_sessions',
};

/** Ways in that a coach has and made, those of the client in hand, and as many of strangers beside them. */
async function plant(): Promise<{ coach: string; client: string; open(): Promise<string[]> }> {
  const mark = newId().slice(-6);
  const people = [await colleague(`ida-${mark}`, 'admin'), await colleague(`joe-${mark}`, 'admin')];
  const clients = [await newClientOf(world.ana), await newClientOf(world.ana)];
  const [coach, stranger] = people.map(({ id }) => id);
  const [client, other] = clients.map(({ id }) => id as string);
  if (!coach || !stranger || !client || !other) throw new Error('nobody there');
  const invitations = world.app.get(InvitationsService);
  for (const { id } of people)
    await asSystem((tx) => invitations.insert(tx, { email: `by-${id}@x.example`, name: 'X', role: 'coach' }));
  await asSystem(async (tx) => {
    const links = world.app.get(ClientLinksDoor);
    const expiresAt = new Date(tx.now.getTime() + 3_600_000);
    for (const clientId of [client, other])
      for (const purpose of ['email', 'screen', 'paper'] as const)
        await links.make(tx, { subject: { kind: 'slip', id: newId() }, clientId, expiresAt, purpose });
  });
  for (const { id } of people)
    await world.sql('update invitations set made_by = $1 where email = $2', [id, `by-${id}@x.example`]);
  await world.sql(
    `update client_links set made_by = case when client_id = $1 then $3::uuid else $4::uuid end
      where client_id in ($1, $2) and purpose <> 'email'`,
    [client, other, coach, stranger],
  );
  await world.sql(
    `insert into client_sessions (organization_id, made_by, purpose, subject_kind, subject_id, client_id, link_id,
                                  secret_digest, expires_at)
     select organization_id, made_by, purpose, subject_kind, subject_id, client_id, id, 'of ' || id, expires_at
       from client_links where client_id in ($1, $2)`,
    [client, other],
  );
  const whose = (row: { by: string | null; to: string | null }): string =>
    row.by === stranger || row.to === other ? 'stranger' : 'own';
  const open = async (): Promise<string[]> => {
    const staff = [
      `select 'session' as kind, subject_id as by, null::uuid as to, '' as way from sessions where ended_at is null`,
      `select 'refresh', made_by, null, '' from refresh_tokens where ended_at is null`,
      `select 'invitation', made_by, null, '' from invitations where ended_at is null`,
    ];
    const clientRows = (['link', 'visit'] as const).map(
      (kind) => `select '${kind}', made_by, client_id, purpose from ${TABLES[kind]} where ended_at is null`,
    );
    const rows = await world.sql<{ kind: string; by: string | null; to: string | null; way: string }>(
      `select * from (${[...staff, ...clientRows].join(' union all ')}) r where "by" in ($1, $2) or "to" in ($3, $4)`,
      [coach, stranger, client, other],
    );
    return rows.map((row) => `${whose(row)} ${row.kind} ${row.way}`.trim()).toSorted();
  };
  return { coach, client, open };
}

/** Of the ways in planted: what each cause closes. */
const byStaff = ['session', 'refresh', 'invitation'];
const shown = ['link screen', 'link paper', 'visit screen', 'visit paper'];
const mailed = ['link email', 'visit email'];
const closes: Readonly<Record<EndCause, { of: 'coach' | 'client'; kinds: readonly string[] }>> = {
  suspension: { of: 'coach', kinds: [...byStaff, ...shown] },
  role_change: { of: 'coach', kinds: [...byStaff, ...shown] },
  password_change: { of: 'coach', kinds: ['session', 'refresh'] },
  address_change: { of: 'client', kinds: mailed },
  hand_over: { of: 'client', kinds: shown },
  closing: { of: 'client', kinds: [...shown, ...mailed] },
};

describe('what befalls a person', () => {
  it.each(endCauses)(
    'closes by %s exactly the kinds of ways in that it should, and nothing of a stranger',
    async (cause) => {
      const planted = await plant();
      const before = await planted.open();
      const { of, kinds } = closes[cause];
      await asSystem(async (tx) => world.app.get(Credentials).end(tx, cause, planted[of]));
      const gone = before.filter((way) => kinds.includes(way.replace('own ', '')));
      expect(gone).toHaveLength(kinds.length);
      expect(await planted.open()).toEqual(before.filter((way) => !gone.includes(way)));
      const causes = await world.sql(
        `select distinct ended_cause from (${Object.values(TABLES)
          .map((table) => `select ended_cause, organization_id from ${table}`)
          .join(' union all ')}) r where ended_cause = $1`,
        [cause],
      );
      expect(causes).toEqual([{ ended_cause: cause }]);
    },
  );
});

describe('a corrected address', () => {
  const mailOf = (email: string) => world.mails().find(({ to }) => to === email);

  it('closes the link that was mailed to the wrong one and the page it opened, asks the coach, and mails nobody', async () => {
    const { client, debrief } = await debriefAfter(world, world.ana, { client: { email: 'wrong@clients.example' } });
    const url = /http\S+#\S+/.exec(mailOf('wrong@clients.example')?.text ?? '')?.[0] ?? '';
    const [visitor, late] = [new Visitor(world), new Visitor(world)];
    expect((await visitor.openByUrl(url)).status).toBe(303);
    expect((await visitor.get('/d/checklist')).status).toBe(200);
    const before = world.mails().length;
    expect((await world.ana.patch(`/v1/clients/${client.id}`, { email: 'right@clients.example' })).status).toBe(200);
    expect((await visitor.get('/d/checklist')).status).toBe(401);
    expect((await late.openByUrl(url)).status).toBe(422);
    await world.settle();
    expect(world.mails().length).toBe(before);
    const tasks = (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body.items;
    expect(tasks).toMatchObject([{ kind: 'give_page', assignee: 'coach', about: { type: 'debrief', id: debrief.id } }]);
  });

  it('leaves alone what was not sent there: a link on a screen, other clients, and a change of the name', async () => {
    const { client, debrief } = await debriefAfter(world, world.ana, { client: { email: 'same@clients.example' } });
    const url = /http\S+#\S+/.exec(mailOf('same@clients.example')?.text ?? '')?.[0] ?? '';
    await world.ana.patch(`/v1/clients/${client.id}`, { preferredName: 'Pepe' });
    await world.ana.patch(`/v1/clients/${(await newClientOf(world.ana)).id}`, { email: 'other@clients.example' });
    expect((await new Visitor(world).openByUrl(url)).status).toBe(303);
    const { code } = await linkOf(world.ana, debrief.id);
    await world.ana.patch(`/v1/clients/${client.id}`, { email: null });
    expect((await new Visitor(world).openByCode(code)).status).toBe(303);
  });
});

describe('a suspended person', () => {
  it('leaves no way in behind: links and codes that they made open nothing, those mailed to clients still do', async () => {
    const { debrief } = await debriefAfter(world, world.ben, { client: { email: 'kept@clients.example' } });
    const { url, code } = await linkOf(world.ben, debrief.id);
    const visitor = new Visitor(world);
    await visitor.openByUrl(url);
    expect((await world.nia.post(`/v1/staff/${world.ben.id}/suspension`)).status).toBe(200);
    expect((await visitor.get('/d/checklist')).status).toBe(401);
    expect((await new Visitor(world).openByUrl(url)).status).toBe(422);
    expect((await new Visitor(world).openByCode(code)).status).toBe(422);
    const mailedUrl = /http\S+#\S+/.exec(world.mails().find(({ to }) => to === 'kept@clients.example')?.text ?? '');
    expect((await new Visitor(world).openByUrl(mailedUrl?.[0] ?? '')).status).toBe(303);
    await world.nia.delete(`/v1/staff/${world.ben.id}/suspension`);
    expect((await new Visitor(world).openByCode(code)).status).toBe(422);
    await world.signInAgain();
  });

  it('opens nothing by a link that came to be in the moment of the suspension', async () => {
    const { debrief } = await debriefAfter(world, world.ben);
    const { code } = await linkOf(world.ben, debrief.id);
    await world.sql('update users set suspended_at = now() where id = $1', [world.ben.id]);
    expect((await new Visitor(world).openByCode(code)).status).toBe(422);
    await world.sql('update users set suspended_at = null where id = $1', [world.ben.id]);
    expect((await new Visitor(world).openByCode(code)).status).toBe(303);
  });

  it('brings nobody onto the staff: an invitation of a suspended admin is refused, and one of who is no admin any more', async () => {
    for (const [name, spoil] of [
      ['kim', (id: string) => world.nia.post(`/v1/staff/${id}/suspension`)],
      ['lea', (id: string) => world.sql(`update users set role = 'coach' where id = $1`, [id])],
    ] as const) {
      const { id, email } = await colleague(name, 'admin');
      const signedIn = await signIn(email);
      const by = { authorization: `Bearer ${signedIn.body.accessToken}` };
      const invited = `of-${name}@north.example`;
      const answer = await world.nobody.post('/v1/invitations', { email: invited, name: 'X', role: 'coach' }, by);
      expect(answer.status).toBe(201);
      const token = await tokenFor(invited);
      await spoil(id);
      const accepted = await world.nobody.post('/v1/invitations/acceptance', { token, password: NEW_PASSWORD });
      expect([accepted.status, accepted.body.code]).toEqual([422, 'invitation.not-open']);
    }
  });

  it('is never the last admin, not even when two lock each other out at once; the operator lets somebody back in', async () => {
    const only = await world.sid.post(`/v1/staff/${world.sid.id}/suspension`);
    expect([only.status, only.body.code]).toEqual([422, 'staff.not-yourself']);
    await world.sql(`update users set suspended_at = now() where role = 'admin' and email not in ($1)`, [
      'nia@north.example',
    ]);
    const mia = await colleague('mia', 'admin');
    const byMia = { authorization: `Bearer ${(await signIn(mia.email)).body.accessToken}` };
    const statuses = await Promise.all([
      world.nobody.post(`/v1/staff/${world.nia.id}/suspension`, {}, byMia),
      world.nia.post(`/v1/staff/${mia.id}/suspension`),
    ]);
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await world.sql<{ email: string }>(
      `select email from users where role = 'admin' and suspended_at is null and organization_id = $1`,
      [world.ana.organizationId],
    );
    expect(left).toHaveLength(1);
    const staff = world.app.get(StaffService);
    const lost = left[0]?.email === mia.email ? 'nia@north.example' : mia.email;
    expect(await staff.reinstateAsOperator('who@north.example')).toBe(false);
    expect(await staff.reinstateAsOperator(lost)).toBe(true);
    expect((await signIn(lost)).status).toBe(200);
    await world.sql('update users set suspended_at = null');
    await world.signInAgain();
  });
});

describe('an address that has an account', () => {
  it('gets a new password by an invitation in its own role: sessions end, the old password is out, nothing else changes', async () => {
    const { id, email } = await colleague('ola', 'coach');
    const before = (await signIn(email)).body;
    expect((await invite(world.nia, email, 'coach')).status).toBe(201);
    expect((await accept(email)).body.me).toMatchObject({ id, role: 'coach' });
    const old = await world.nobody.get('/v1/me', { authorization: `Bearer ${before.accessToken}` });
    expect([old.status, (await signIn(email)).status, (await signIn(email, NEW_PASSWORD)).status]).toEqual([
      401, 401, 200,
    ]);
  });

  it('is not invited in another role or while suspended: the answer leads to the account', async () => {
    const { id, email } = await colleague('pia', 'coach');
    const other = await invite(world.nia, email, 'supervisor');
    expect([other.status, other.body.code, other.body.existing]).toEqual([
      409,
      'invitation.has-account',
      { type: 'staff', id },
    ]);
    await world.nia.post(`/v1/staff/${id}/suspension`);
    expect((await invite(world.nia, email, 'coach')).status).toBe(409);
  });

  it('elsewhere is told so only to whoever holds the token of the mail', async () => {
    expect((await invite(world.nia, 'cai@south.example', 'coach')).status).toBe(201);
    const { status, body } = await accept('cai@south.example');
    expect([status, body.code]).toEqual([409, 'invitation.address-taken']);
    expect((await signIn('cai@south.example')).status).toBe(200);
  });
});
