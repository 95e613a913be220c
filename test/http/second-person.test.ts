import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FoundingService } from '../../src/features/identity/invitations/founding.service.js';
import { InvitationsService } from '../../src/features/identity/invitations/invitations.service.js';
import { RolesService } from '../../src/features/identity/staff/roles.service.js';
import type { Body } from '../support/caller.js';
import { createWorld, type Person, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const NEW_PASSWORD = 'quiet morning river stones';
const mailsTo = (address: string) => world.mails().filter(({ to }) => to.includes(address));
async function accept(email: string) {
  await world.settle();
  const token = /#([A-Za-z0-9_-]{43})/.exec(mailsTo(email)[0]?.text ?? '')?.[1] ?? 'x';
  return world.nobody.post('/v1/invitations/acceptance', { token, password: NEW_PASSWORD });
}
const invite = async (by: Person, email: string, role: string): Promise<Body> =>
  (await by.post('/v1/invitations', { email, name: 'Second Face', role })).body;
const confirm = (by: Person, id: string) => by.post(`/v1/invitations/${id}/confirmation`);
const code = ({ status, body }: { status: number; body: Body }) => [status, body.code];

describe('an invitation to a wide sight', () => {
  it.each(['supervisor', 'admin'])(
    'as %s reaches nobody until a second person says yes, and all supervisors are told',
    async (role) => {
      const email = `face-${role}@north.example`;
      const invited = await invite(world.nia, email, role);
      expect(invited).toMatchObject({ status: 'awaiting_confirmation', invitedBy: { name: 'Nia' } });
      await world.settle();
      expect(mailsTo(email)).toEqual([]);
      const told = mailsTo('sol@north.example')[0];
      expect(told?.text).toContain(
        `Nia asks that Second Face becomes ${role === 'admin' ? 'an admin' : 'a supervisor'} at North`,
      );
      expect(told?.subject).not.toContain('Face');
      expect(mailsTo('nia@north.example')).toEqual([]);
      expect(mailsTo('ana@north.example')).toEqual([]);
      expect(code(await confirm(world.nia, invited.id))).toEqual([422, 'access.second-person']);
      expect(code(await confirm(world.ana, invited.id))).toEqual([403, 'access.not-allowed']);
      expect((await confirm(world.sid, invited.id)).status).toBe(404);
      const confirmed = await confirm(world.sol, invited.id);
      expect([confirmed.status, confirmed.body.status]).toEqual([200, 'open']);
      expect(code(await confirm(world.sol, invited.id))).toEqual([409, 'invitation.not-awaiting']);
      expect((await accept(email)).body.me).toMatchObject({ role });
    },
  );

  it('is taken back by the second person who says no', async () => {
    const invited = await invite(world.nia, 'no@north.example', 'supervisor');
    expect((await world.sol.delete(`/v1/invitations/${invited.id}`)).status).toBe(204);
    expect(code(await confirm(world.sol, invited.id))).toEqual([409, 'invitation.not-awaiting']);
    await world.settle();
    expect(mailsTo('no@north.example')).toEqual([]);
  });

  it('ends with whoever confirmed it, when they are suspended before it is accepted', async () => {
    const invited = await invite(world.nia, 'late@north.example', 'supervisor');
    await confirm(world.sol, invited.id);
    await world.settle();
    await world.nia.post(`/v1/staff/${world.sol.id}/suspension`);
    expect(code(await accept('late@north.example'))).toEqual([422, 'invitation.not-open']);
    await world.nia.delete(`/v1/staff/${world.sol.id}/suspension`);
    await world.signInAgain();
  });

  it('is confirmed by the operator where there is no second person', async () => {
    const invited = await invite(world.sid, 'first@south.example', 'supervisor');
    expect(invited.status).toBe('awaiting_confirmation');
    const invitations = world.app.get(InvitationsService);
    expect(await invitations.confirmAsOperator('who@south.example')).toBe(0);
    expect(await invitations.confirmAsOperator('first@south.example')).toBe(1);
    expect((await accept('first@south.example')).status).toBe(200);
  });

  it('is not taken with the own name or address as the password, and once it is used proves nothing any more', async () => {
    await invite(world.nia, 'maria.gonzalez@north.example', 'coach');
    await world.settle();
    const [mail] = mailsTo('maria.gonzalez@north.example');
    const token = /#([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    const take = (password: string) => world.nobody.post('/v1/invitations/acceptance', { token, password });
    for (const own of ['maria.gonzalez@north.example', 'Second Face 2026!!', 'gonzalez-north-99'])
      expect(code(await take(own))).toEqual([422, 'auth.password-too-common']);
    expect((await take(NEW_PASSWORD)).status).toBe(200);
    expect(code(await take('maria.gonzalez@north.example'))).toEqual([422, 'invitation.not-open']);
  });

  it('needs no second person for a coach', async () => {
    expect(await invite(world.nia, 'coach@north.example', 'coach')).toMatchObject({ status: 'open' });
    expect((await accept('coach@north.example')).status).toBe(200);
  });

  it('is vouched for by the operator when an organization is made with its first supervisor', async () => {
    await world.app.get(FoundingService).create({
      name: 'East', timeZone: 'America/New_York', locale: 'en', adminName: 'Edo', adminEmail: 'edo@east.example',
      supervisorName: 'Una', supervisorEmail: 'una@east.example',
    }); // biome-ignore format: one act
    expect((await accept('edo@east.example')).body.me.role).toBe('admin');
    expect((await accept('una@east.example')).body.me.role).toBe('supervisor');
  });
});

describe('a promotion to a wide sight', () => {
  const change = (by: Person, id: string, role: string) => by.patch(`/v1/staff/${id}`, { role });
  const confirmRole = (by: Person, id: string, role = 'supervisor') =>
    by.post(`/v1/staff/${id}/role-change/confirmation`, { role });

  it('waits for a second person, who is neither the one who asked nor the one promoted; then old sessions end', async () => {
    const asked = await change(world.nia, world.ben.id, 'supervisor');
    expect([asked.status, asked.body]).toMatchObject([
      200,
      { role: 'coach', proposedRole: 'supervisor', proposedBy: { name: 'Nia' } },
    ]);
    expect((await world.ben.get('/v1/clients')).status).toBe(200);
    await world.settle();
    expect(mailsTo('sol@north.example')[0]?.text).toContain('Nia asks that Ben becomes a supervisor');
    expect(code(await confirmRole(world.nia, world.ben.id))).toEqual([422, 'access.second-person']);
    expect(code(await confirmRole(world.ben, world.ben.id))).toEqual([403, 'access.not-allowed']);
    const done = await confirmRole(world.sol, world.ben.id);
    expect([done.status, done.body]).toMatchObject([200, { role: 'supervisor', proposedRole: null }]);
    expect((await world.ben.get('/v1/clients')).status).toBe(401);
    const toAdmin = await change(world.nia, world.ben.id, 'admin');
    expect(toAdmin.body).toMatchObject({ role: 'supervisor', proposedRole: 'admin' });
  });

  it('is taken back by asking for the role that stands, and to see less takes one word', async () => {
    const back = await change(world.nia, world.ben.id, 'supervisor');
    expect(back.body).toMatchObject({ role: 'supervisor', proposedRole: null });
    expect(code(await confirmRole(world.sol, world.ben.id))).toEqual([409, 'staff.no-role-proposed']);
    expect((await change(world.nia, world.ben.id, 'coach')).body).toMatchObject({ role: 'coach', proposedRole: null });
  });

  it('is void when whoever asked is suspended', async () => {
    await change(world.nia, world.ben.id, 'admin');
    await world.sql('update users set suspended_at = now() where id = $1', [world.nia.id]);
    expect(code(await confirmRole(world.sol, world.ben.id, 'admin'))).toEqual([409, 'staff.no-role-proposed']);
    await world.sql('update users set suspended_at = null where id = $1', [world.nia.id]);
    expect(await world.app.get(RolesService).confirmAsOperator('ben@north.example')).toBe('admin');
    expect((await world.nia.get(`/v1/staff/${world.ben.id}`)).body.role).toBe('admin');
    expect(await world.app.get(RolesService).confirmAsOperator('ben@north.example')).toBeNull();
    expect((await change(world.nia, world.ben.id, 'coach')).body.role).toBe('coach');
  });

  it('is said yes to by its name: not to another role that was put in its place meanwhile', async () => {
    await change(world.nia, world.ben.id, 'supervisor');
    await change(world.nia, world.ben.id, 'admin');
    expect(code(await confirmRole(world.sol, world.ben.id))).toEqual([409, 'staff.other-role-proposed']);
    expect((await world.sol.post(`/v1/staff/${world.ben.id}/role-change/confirmation`)).status).toBe(400);
    expect((await world.nia.get(`/v1/staff/${world.ben.id}`)).body).toMatchObject({
      role: 'coach',
      proposedRole: 'admin',
    });
    expect((await change(world.nia, world.ben.id, 'coach')).body.proposedRole).toBeNull();
  });

  it('ends for good with the suspension of whoever asked, or of whom it is about', async () => {
    for (const who of [world.sol, world.ben]) {
      await change(world.nia, world.ben.id, 'supervisor');
      await world.sql('update users set proposed_by = $1 where id = $2', [world.sol.id, world.ben.id]);
      await world.nia.post(`/v1/staff/${who.id}/suspension`);
      await world.nia.delete(`/v1/staff/${who.id}/suspension`);
      expect((await world.nia.get(`/v1/staff/${world.ben.id}`)).body).toMatchObject({
        role: 'coach',
        proposedRole: null,
      });
    }
    await world.signInAgain();
  });

  it('is never one’s own, nor of another organization, and leaves an admin behind', async () => {
    expect(code(await change(world.nia, world.nia.id, 'coach'))).toEqual([422, 'staff.not-your-own-role']);
    expect((await world.sid.patch(`/v1/staff/${world.ben.id}`, { role: 'coach' }, { 'if-match': '*' })).status).toBe(
      404,
    );
    expect((await world.sol.patch(`/v1/staff/${world.ben.id}`, { role: 'coach' }, { 'if-match': '*' })).status).toBe(
      403,
    );
    expect((await change(world.nia, world.ben.id, 'coach')).body.role).toBe('coach');
  });
});
