import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newApplication, newInterview } from '../support/applications.js';
import type { Body } from '../support/caller.js';
import { debriefAfter, linkOf, Visitor } from '../support/debriefs.js';
import { createWorld, PASSWORD, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const COPIED = '\u202a(206)\u00a0555\u20110147 ext. 12\u202c';
const KEPT = { phone: '(206) 555-0147 ext. 12', phoneE164: '+12065550147' };

describe('a telephone number as a phone copies it', () => {
  it('is taken alike for a client, a contact, somebody at an interview, the staff and the organization', async () => {
    const client = (await world.ana.post('/v1/clients', { legalName: 'Ada Lund', phone: COPIED })).body;
    expect(client).toMatchObject(KEPT);
    const employer = (await world.ana.post('/v1/employers', { name: 'Harbor Café' })).body;
    const contact = await world.ana.post(`/v1/employers/${employer.id}/contacts`, { name: 'Dana', phone: COPIED });
    expect(contact.body).toMatchObject(KEPT);
    const application = await newApplication(world.ana, { clientId: client.id });
    const interview = await newInterview(world.ana, application.id, { people: [{ name: 'Dana', phone: COPIED }] });
    // What is read of them can be written back, so the number for programs is not shown there.
    expect(interview.people).toMatchObject([{ phone: KEPT.phone }]);
    expect(await world.sql('select phone, phone_e164 as "phoneE164" from interview_people')).toEqual([KEPT]);
    expect((await world.ana.patch('/v1/me', { phone: COPIED }, { 'if-match': '*' })).body).toMatchObject(KEPT);
    expect((await world.sol.get(`/v1/staff/${world.ana.id}`)).body).toMatchObject(KEPT);
    const organization = await world.nia.patch('/v1/organization', { phone: COPIED }, { 'if-match': '*' });
    expect(organization.body).toMatchObject(KEPT);
  });

  it('changes with its number for programs, and goes with it', async () => {
    const { id } = (await world.ana.post('/v1/clients', { legalName: 'Bea Lund', phone: COPIED })).body;
    const says = async (phone: string | null): Promise<Body> =>
      (await world.ana.patch(`/v1/clients/${id}`, { phone }, { 'if-match': '*' })).body;
    expect(await says('555-0147')).toMatchObject({ phone: '555-0147', phoneE164: null });
    expect(await says('tel:+44-20-7946-0958')).toMatchObject({ phone: '+44-20-7946-0958', phoneE164: '+442079460958' });
    expect(await says(null)).toMatchObject({ phone: null, phoneE164: null });
    const refused = await world.ana.patch(`/v1/clients/${id}`, { phone: 'call me' }, { 'if-match': '*' });
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'http.not-a-phone']);
  });

  it('is dialled whole from the page of a client, the extension included', async () => {
    await world.ana.patch('/v1/me', { phone: COPIED }, { 'if-match': '*' });
    const { debrief } = await debriefAfter(world, world.ana);
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, debrief.id)).url);
    expect((await visitor.get('/d/checklist')).text).toContain('href="tel:+12065550147;ext=12"');
  });
});

describe('an e-mail address with what stands around it', () => {
  it('signs in, with spaces that are seen or not', async () => {
    for (const email of [' ana@north.example', 'Ana@north.example\u00a0', '\u200bana@north.example\n']) {
      expect((await world.nobody.post('/v1/auth/sign-in', { email, password: PASSWORD })).status).toBe(200);
    }
  });

  it('is kept bare, in whatever letters it is written', async () => {
    const keptOf = async (email: string) =>
      (await world.ana.post('/v1/clients', { legalName: 'Ada', email })).body.email;
    expect(await keptOf(' jürgen@müller.example\u200b')).toBe('jürgen@müller.example');
    expect(await keptOf('a&b/c=d@x.example ')).toBe('a&b/c=d@x.example');
    expect(await keptOf('o’brien@x.example')).toBe("o'brien@x.example");
  });
});

describe('a text from another program', () => {
  it('is the same by the web API, the client’s page and the coach’s answers', async () => {
    const pasted = 'First\u2028second\u000bthird\u0085fourth\u202e \u0007end\r\n';
    const kept = 'First\nsecond\nthird\nfourth end';
    const { id } = (await world.ana.post('/v1/employers', { name: 'Bright Bakery', note: pasted })).body;
    expect((await world.ana.get(`/v1/employers/${id}`)).body.note).toBe(kept);
    const byCoach = (await debriefAfter(world, world.ana)).debrief;
    const answers = { learned: { text: pasted } };
    const put = await world.ana.put(`/v1/debriefs/${byCoach.id}/answers`, { answers }, { 'if-match': '*' });
    expect(put.status).toBe(200);
    const byPage = (await debriefAfter(world, world.ana)).debrief;
    const visitor = new Visitor(world);
    await visitor.openByUrl((await linkOf(world.ana, byPage.id)).url);
    await visitor.fill({ 'item.learned.text': pasted }, { action: 'save' });
    for (const debrief of [byCoach, byPage]) {
      const { body } = await world.ana.get(`/v1/debriefs/${debrief.id}`);
      expect(JSON.stringify(body)).toContain(JSON.stringify(kept).slice(1, -1));
    }
  });
});
