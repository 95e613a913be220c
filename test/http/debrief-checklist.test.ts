import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addBusinessDays } from '../../src/kernel/days.js';
import { formFieldsOf, textOf } from '../rules/debriefs/html.js';
import { openedDebrief, placeOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const AFTER_INTERVIEW = { stages: ['phone_screen', 'interview'], interviews: [{}] };

const opened = (course?: object, client?: object) => openedDebrief(world, course, client);

const rowsOf = (table: string, clientId: string) =>
  world.sql<Record<string, unknown>>(`select * from ${table} where client_id = $1 order by id`, [clientId]);

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

  it('asks whether the client met the people of the record, never answers for them, and keeps empty what was emptied', async () => {
    const { visitor, client, seen } = await opened();
    expect(textOf((await visitor.get('/d/checklist')).text)).toContain('Did you meet Dana Reyes?');
    await visitor.fill({});
    expect((await seen()).answers).toEqual({});
    await visitor.fill({ 'item.people.known.0.met': 'yes', 'item.people.0.name': 'Kim' });
    expect((await seen()).answers.people).toMatchObject({
      known: [{ name: 'Dana Reyes', met: 'yes' }],
      rows: [{ name: 'Kim' }],
    });
    await visitor.fill({ 'item.people.known.0.met': [], 'item.people.0.name': '' });
    expect((await seen()).answers).toEqual({});
    expect(formFieldsOf((await visitor.get('/d/checklist')).text)).toMatchObject({ 'item.people.0.name': '' });
    await visitor.fill({ 'item.people.known.0.met': 'no', 'item.learned.declined': 'yes' }, { action: 'submit' });
    expect(await rowsOf('network_contacts', client.id)).toEqual([]);
  });

  it('asks which is meant when "I would rather not say" stands over an answer, and the text does not reach the coach', async () => {
    const { visitor, seen } = await opened();
    await visitor.fill({ 'item.learned.text': 'Said-then-unsaid' });
    for (const action of ['save', 'submit', 'skip']) {
      const sent = await visitor.post('/d/checklist', {
        ...formFieldsOf((await visitor.get('/d/checklist')).text),
        'item.learned.text': 'Said-then-unsaid',
        'item.learned.declined': 'yes',
        action,
      });
      expect(sent.status).toBe(303);
      const asked = await visitor.get('/d/checklist');
      expect(textOf(asked.text)).toContain('Which one do you mean?');
      expect(formFieldsOf(asked.text)).toMatchObject({
        'item.learned.text': 'Said-then-unsaid',
        'item.learned.declined': 'yes',
      });
      expect((await seen()).answers.learned).toEqual({ declined: true, isPrivate: false });
    }
    const both = { learned: { text: 'Typed by Ana', declined: true } };
    const path = `/v1/debriefs/${(await seen()).id}/answers`;
    const typed = await world.ana.put(path, { answers: both }, { 'if-match': `"${(await seen()).version}.any"` });
    expect(typed.body.errors).toMatchObject([
      { pointer: '/answers/learned/declined', code: 'debrief.declined-with-answer' },
    ]);
  });

  it('is kept by each button, resumed on another phone, and handed in', async () => {
    const { visitor, client, link, seen } = await opened();
    const saved = await visitor.fill({
      'item.learned.text': 'To breathe first',
      'item.logistics.what': ['ride', 'time'],
      'item.next_one.job': 'Cook at the school',
      'item.next_one.on': '2099-01-02',
      'item.thanks.plan': 'will_do',
      'item.people.known.0.met': 'yes',
    });
    expect([saved.status, placeOf(saved)]).toEqual([303, '/d/checklist?saved=end']);
    expect(textOf((await visitor.get('/d/checklist?saved')).text)).toContain('Saved.');
    expect(await seen()).toMatchObject({ status: 'in_progress', barrierSignals: ['transport', 'schedule'] });

    const otherPhone = new Visitor(world);
    await otherPhone.openByCode(link.code);
    expect(formFieldsOf((await otherPhone.get('/d/checklist')).text)).toMatchObject({
      'item.learned.text': 'To breathe first',
      'item.logistics.what': ['ride', 'time'],
    });
    const sent = await otherPhone.fill({}, { action: 'submit' });
    expect([sent.status, placeOf(sent)]).toEqual([303, '/d/done']);
    const done = textOf((await otherPhone.get('/d/done')).text);
    for (const words of ['Thank you', 'To breathe first', 'Send the thank-you note', 'Cook at the school'])
      expect(done).toContain(words);
    expect(await seen()).toMatchObject({ status: 'submitted', submittedBy: 'client' });
    const shared = async (what: string) => (await world.ana.get(`/v1/clients/${client.id}/${what}`)).body.items;
    expect(await shared('lessons')).toMatchObject([{ kind: 'learned', text: 'To breathe first' }]);
    expect(await shared('contacts')).toMatchObject([{ name: 'Dana Reyes', reachBy: 'dana@harbor.example' }]);
    const followUps = (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body.items;
    expect(followUps.map(({ kind, assignee, dueOn }: Record<string, string>) => [kind, assignee, dueOn])).toEqual([
      ['thanks', 'client', Temporal.Now.plainDateISO('America/Los_Angeles').add({ days: 1 }).toString()],
      ['answer_client', 'coach', addBusinessDays(Temporal.Now.plainDateISO('America/Los_Angeles').toString(), 2)],
      ['next_one', 'client', '2099-01-02'],
    ]);
  });

  it('can be read after it was handed in, with what the coach wrote back, and not be changed', async () => {
    const { visitor, debrief, seen } = await opened();
    const page = (await visitor.get('/d/checklist')).text;
    await visitor.fill({ 'item.learned.text': 'To breathe first' }, { action: 'submit' });
    await world.ana.post(`/v1/debriefs/${debrief.id}/review`, { reply: 'I will call on Monday.' });
    const read = (await visitor.get('/d/checklist')).text;
    expect(read).not.toContain('name="item.');
    for (const words of ['To breathe first', 'I will call on Monday.', 'Ana wrote to you'])
      expect(textOf(read)).toContain(words);
    expect((await visitor.get('/d/checklist?locale=es')).text).toContain('<html lang="es"');
    expect(textOf((await visitor.get('/d/done')).text)).toContain('Your coach has read it');
    const late = await visitor.post('/d/checklist', {
      ...formFieldsOf(page),
      'item.learned.text': 'Something new',
      action: 'save',
    });
    expect([late.status, placeOf(late)]).toEqual([303, '/d/checklist?late']);
    const told = textOf((await visitor.follow(late)).text);
    for (const words of ['This page was sent already', 'Something new']) expect(told).toContain(words);
    expect(told).not.toContain('Choose which one to keep');
    expect(textOf((await visitor.get('/d/checklist')).text)).not.toContain('Something new');
    expect((await seen()).answers.learned.text).toBe('To breathe first');
  });

  it('shows again what is wrong as it was typed, and has kept the rest', async () => {
    const { visitor, seen } = await opened();
    const sent = await visitor.fill(
      { 'item.next_one.on': 'next Monday', 'item.if_then.text': 'I ask for water' },
      { action: 'submit' },
    );
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/d/checklist?visit=${visitor.visit}#problem`]);
    await visitor.follow(sent);
    // By "reload" and by "back" as well: it is fetched anew, and sends nothing.
    const wrong = await visitor.get('/d/checklist');
    expect(wrong.text).toContain('<title>Error: Your page</title>');
    expect(wrong.text).toContain('value="next Monday"');
    for (const words of ['There is a problem', 'We could not read this day', 'Write what you learned'])
      expect(textOf(wrong.text)).toContain(words);
    expect(await seen()).toMatchObject({ status: 'in_progress', answers: { if_then: { text: 'I ask for water' } } });
    const mended = await visitor.post('/d/checklist', {
      ...formFieldsOf(wrong.text),
      'item.next_one.on': '2099-01-02',
      'item.learned.declined': 'yes',
      action: 'submit',
    });
    expect(placeOf(mended)).toBe('/d/done');
    expect(await world.sql('select 1 from form_drafts where session_id = $1', [visitor.visit])).toEqual([]);
  });

  it('merges what two phones write, item by item, and shows both texts of what both changed', async () => {
    const { visitor, link, seen } = await opened();
    await visitor.fill({ 'item.liked.text': 'calm', 'item.forgot.text': 'my license' });
    const before = formFieldsOf((await visitor.get('/d/checklist')).text);
    const otherPhone = new Visitor(world);
    await otherPhone.openByUrl(link.url);
    await otherPhone.fill({
      'item.learned.text': 'From the other phone',
      'item.if_then.text': 'There',
      'item.liked.text': '',
    });
    const typed = {
      ...before,
      'item.learned.text': 'From this phone',
      'item.one_change.text': 'Here',
      'item.forgot.text': '',
    };
    const posted = await visitor.post('/d/checklist', { ...typed, action: 'submit' });
    expect([posted.status, placeOf(posted)]).toEqual([303, '/d/checklist']);
    const clash = await visitor.follow(posted);
    const words = textOf(clash.text);
    expect(words).toContain('You changed this here and in another place. Choose which one to keep.');
    expect(words).toContain('From the other phone');
    expect(formFieldsOf(clash.text)).toMatchObject({
      'item.learned.text': 'From this phone',
      'item.if_then.text': 'There',
      'item.liked.text': '',
    });
    const merged = { if_then: { text: 'There' }, one_change: { text: 'Here' } };
    expect((await seen()).answers).toEqual({
      ...merged,
      learned: { text: 'From the other phone', isPrivate: false },
    });
    const unchosen = await visitor.follow(
      await visitor.post('/d/checklist', { ...formFieldsOf(clash.text), action: 'save' }),
    );
    expect(textOf(unchosen.text)).toContain('Choose which one to keep.');
    expect((await seen()).answers.learned.text).toBe('From the other phone');
    const chosen = { ...formFieldsOf(unchosen.text), 'both.learned': 'typed', action: 'save' };
    expect((await visitor.post('/d/checklist', chosen)).status).toBe(303);
    expect((await seen()).answers.learned.text).toBe('From this phone');
    const theirs = { ...formFieldsOf(clash.text), 'both.learned': 'saved', action: 'save' };
    expect((await visitor.post('/d/checklist', theirs)).status).toBe(303);
    expect((await seen()).answers).toMatchObject({ ...merged, learned: { text: 'From this phone' } });
  });

  it('takes a second tap on the button for what it is', async () => {
    const { visitor, client, seen } = await opened();
    const page = formFieldsOf((await visitor.get('/d/checklist')).text);
    const typed = { ...page, 'item.learned.text': 'To breathe first', 'item.thanks.plan': 'will_do' };
    for (const [action, next] of [
      ['save', '/d/checklist?saved=end'],
      ['submit', '/d/done'],
    ] as const) {
      const taps = await Promise.all([1, 2, 3].map(() => visitor.post('/d/checklist', { ...typed, action })));
      expect(taps.map((tap) => [tap.status, placeOf(tap)])).toEqual(Array(3).fill([303, next]));
    }
    expect((await seen()).status).toBe('submitted');
    expect(await rowsOf('lessons', client.id)).toHaveLength(1);
    expect(await rowsOf('follow_ups', client.id)).toMatchObject([{ kind: 'thanks' }, { kind: 'answer_client' }]);
  });

  it('can be set aside without penalty, and taken up again while the link works', async () => {
    const { visitor, client, seen } = await opened();
    expect(placeOf(await visitor.fill({ 'item.if_then.text': 'kept' }, { action: 'skip' }))).toBe('/d/done');
    const done = textOf((await visitor.get('/d/done')).text);
    for (const words of ['That is fine', 'Nothing bad happens if you do not do this.', 'Your link still works until'])
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
    expect(items).toMatchObject([
      { kind: 'call_client', assignee: 'coach', title: null },
      { kind: 'answer_client', assignee: 'coach', title: null },
    ]);
    expect(items[0].dueOn).toBe(Temporal.Now.plainDateISO('America/Los_Angeles').toString());
    const done = await visitor.get('/d/done');
    expect(textOf(done.text)).toContain('Your coach will call you.');
    expect(done.text).toContain('href="tel:988"');
  });
});
