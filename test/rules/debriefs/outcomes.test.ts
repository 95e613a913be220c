import { describe, expect, it } from '@jest/globals';
import { type DebriefAnswers } from '../../../src/features/debriefs/checklist/catalogue.rules.js';
import { outcomesOf } from '../../../src/features/debriefs/checklist/outcomes.rules.js';
import { soundsLikeDanger } from '../../../src/features/debriefs/checklist/safety.rules.js';
import { stepsAfterNo } from '../../../src/features/follow-ups/follow-ups.rules.js';
import { words } from '../../../src/platform/content/content.js';

const peopleMet = [{ name: 'Dana Reyes', role: 'Chef', round: 1, contact: 'dana@harbor.example' }];
const days = { today: '2026-11-23', decidedOn: '2026-11-23' };
const outcomes = (answers: DebriefAnswers, when: Partial<typeof days> | { decidedOn: null } = {}) =>
  outcomesOf(answers, { ...days, peopleMet, ...when });
const due = (...given: Parameters<typeof outcomes>) =>
  Object.fromEntries(outcomes(...given).followUps.map(({ kind, dueOn }) => [kind, dueOn]));

const plans: DebriefAnswers = {
  thanks: { plan: 'will_do' },
  feedback_ask: { plan: 'will_do' },
  connect: { plan: 'will_do' },
  refs: { plan: 'will_do' },
  checkin: { plan: 'will_do', person: 'Sam' },
  q_hard: { question: 'Why us?' },
  docs_match: { matched: 'no' },
  one_change: { text: 'Eat first' },
  next_one: { job: 'Cook' },
};

describe('next steps', () => {
  it('have the days of the domain facts', () => {
    expect(due(plans)).toEqual({
      thanks: '2026-11-24',
      feedback_ask: '2026-11-25',
      connect: '2026-11-26',
      refs: '2026-11-26',
      checkin: '2026-12-28',
      practise: '2026-11-30',
      letter_review: '2026-11-30',
      one_change: '2026-11-30',
      next_one: '2026-11-30',
    });
  });

  it('are never due in the past, nor on the very day, however late the debrief is', () => {
    for (const decidedOn of ['2026-11-02', '2026-11-22', '2020-01-01', null]) {
      for (const day of Object.values(due(plans, { decidedOn: decidedOn as string }))) {
        expect(day > days.today).toBe(true);
      }
    }
  });

  it('keep the client’s own day, unless it has passed', () => {
    expect(due({ next_one: { job: 'Cook', on: '2026-12-01' } })).toEqual({ next_one: '2026-12-01' });
    expect(due({ next_one: { on: '2026-11-23' } })).toEqual({ next_one: '2026-11-23' });
    expect(due({ next_one: { on: '2026-11-01' } })).toEqual({ next_one: '2026-11-30' });
    expect(due({ checkin: { plan: 'will_do', on: '2027-01-05' } })).toEqual({ checkin: '2027-01-05' });
  });

  it('cross the end of a year and a leap day', () => {
    expect(due({ thanks: { plan: 'will_do' } }, { today: '2026-12-31', decidedOn: '2026-12-31' })).toEqual({
      thanks: '2027-01-01',
    });
    expect(due({ connect: { plan: 'will_do' } }, { today: '2028-02-27', decidedOn: '2028-02-27' })).toEqual({
      connect: '2028-03-01',
    });
  });

  it('come only from what the client said they will do', () => {
    expect(due({ thanks: { plan: 'done' }, connect: { plan: 'not_for_me' }, refs: {} })).toEqual({});
    expect(due({})).toEqual({});
    expect(due({ thanks: { plan: 'will_do', declined: true } })).toEqual({});
    expect(due({ docs_match: { matched: 'yes' } })).toEqual({});
  });

  it('carry the client’s own words where there are some', () => {
    const texts = Object.fromEntries(outcomes(plans).followUps.map(({ kind, text }) => [kind, text]));
    expect(texts).toMatchObject({
      checkin: 'Sam',
      practise: 'Why us?',
      one_change: 'Eat first',
      next_one: 'Cook',
      thanks: null,
    });
  });

  it('all have a title in both languages', () => {
    const missing = stepsAfterNo.filter((kind) => !words('en').has(`debriefs.followUps.${kind}`));
    expect(missing).toEqual([]);
    expect(outcomes(plans).followUps.map(({ titleKey }) => words('es').text(titleKey))).toContain(
      'Enviar la nota de agradecimiento',
    );
  });
});

describe('what is learned', () => {
  it('becomes lessons', () => {
    const { lessons } = outcomes({
      learned: { text: 'Ask about hours.', theme: 'hours' },
      liked: { text: 'My calm' },
      q_hard: { question: 'Why us?', newAnswer: 'Your bread.' },
      if_then: { text: 'breathe', isPrivate: true },
    });
    expect(lessons).toEqual([
      { kind: 'learned', text: 'Ask about hours.', theme: 'hours', isPrivate: false },
      { kind: 'strength', text: 'My calm', theme: null, isPrivate: false },
      { kind: 'better_answer', text: 'Your bread.', theme: null, isPrivate: false },
      { kind: 'next_time', text: 'breathe', theme: null, isPrivate: true },
    ]);
  });

  it('becomes questions to practise', () => {
    const rows = [
      { question: 'Why us?', type: 'why_this_job' as const, felt: 'hard' as const },
      { felt: 'ok' as const },
    ];
    expect(outcomes({ q_asked: { rows } }).questions).toEqual([
      { text: 'Why us?', type: 'why_this_job', felt: 'hard' },
    ]);
  });
});

describe('people', () => {
  it('become contacts, each way to reach them in its place', () => {
    const rows = [
      { name: 'Sam', role: 'Chef', contact: 'sam@bakery.example', metOn: '2026-11-10' },
      { name: 'Ana', contact: '+1 (206) 555-0100' },
      { name: 'Lee', contact: 'linkedin.com/in/lee', keepInTouch: 'yes' as const },
      { name: 'Kim', contact: '12' },
      { contact: 'nobody@bakery.example' },
    ];
    expect(
      outcomes({ people: { rows } }).contacts.map(({ name, email, phone, otherContact }) => [
        name,
        email,
        phone,
        otherContact,
      ]),
    ).toEqual([
      ['Sam', 'sam@bakery.example', null, null],
      ['Ana', null, '+1 (206) 555-0100', null],
      ['Lee', null, null, 'linkedin.com/in/lee'],
      ['Kim', null, null, '12'],
    ]);
  });

  it('of the record become contacts when the client says they met, and not before', () => {
    const known = (met?: 'yes' | 'no', name = 'Dana Reyes') =>
      outcomes({ people: { known: [{ name, ...(met ? { met } : {}), keepInTouch: 'yes' }] } }).contacts;
    expect(known('yes')).toMatchObject([{ name: 'Dana Reyes', role: 'Chef', email: 'dana@harbor.example' }]);
    expect([outcomes({}).contacts, known(), known('no'), known('yes', 'Somebody Else')]).toEqual([[], [], [], []]);
  });
});

describe('what stays with the client', () => {
  it('is everything marked private: no contact, no question, no step, no signal', () => {
    const { contacts, questions, followUps, barrierSignals, confidence, lessons } = outcomes({
      people: { rows: [{ name: 'Sam' }], isPrivate: true },
      q_asked: { rows: [{ question: 'Why?' }], isPrivate: true },
      q_hard: { question: 'Why?', newAnswer: 'Because', isPrivate: true },
      logistics: { what: ['ride'], isPrivate: true },
      conf_pre: { score: 3, isPrivate: true },
      learned: { text: 'mine', isPrivate: true },
    });
    expect([contacts, questions, followUps, barrierSignals]).toEqual([[], [], [], []]);
    expect(confidence).toEqual({ before: null, after: null });
    expect(lessons.every(({ isPrivate }) => isPrivate)).toBe(true);
  });

  it('is everything declined, also when something was typed before', () => {
    const { lessons, contacts } = outcomes({
      learned: { text: 'typed, then declined', declined: true },
      people: { rows: [{ name: 'Sam' }], declined: true },
    });
    expect([lessons, contacts]).toEqual([[], []]);
  });
});

describe('signals', () => {
  it('name the barrier that showed up, once', () => {
    expect(outcomes({ logistics: { what: ['ride', 'clothes'] }, ride: { fits: 'no' } }).barrierSignals).toEqual([
      'transport',
      'tools_clothes',
    ]);
    expect(outcomes({ logistics: { what: ['none'] }, ride: { fits: 'yes' } }).barrierSignals).toEqual([]);
  });

  it('never name a restricted barrier', () => {
    expect(outcomes({ logistics: { what: ['access'] } }).barrierSignals).toEqual([]);
  });

  it('give confidence before and after', () => {
    expect(outcomes({ conf_pre: { score: 0 }, conf_post: { score: 4 } }).confidence).toEqual({ before: 0, after: 4 });
  });
});

describe('a call today', () => {
  it('is asked for by the client, or by a very low number, also a private one', () => {
    expect(outcomes({ feel: { score: 2, isPrivate: true } }).needsCallToday).toBe(true);
    expect(outcomes({ feel: { score: 0 } }).needsCallToday).toBe(true);
    expect(outcomes({ feel: { score: 9, wantsCall: true } }).needsCallToday).toBe(true);
  });

  it('is not made of a middling day or of silence', () => {
    expect(outcomes({ feel: { score: 3 } }).needsCallToday).toBe(false);
    expect(outcomes({ feel: { declined: true } }).needsCallToday).toBe(false);
    expect(outcomes({}).needsCallToday).toBe(false);
  });

  it('follows words of danger anywhere, also in a private or declined answer', () => {
    expect(outcomes({ learned: { text: 'I want to die', isPrivate: true } }).needsCallToday).toBe(true);
    expect(outcomes({ people: { rows: [{ role: 'ya no quiero vivir' }], declined: true } }).needsCallToday).toBe(true);
  });

  it.each([
    'I don’t want to live',
    'i dont wanna be here',
    'I might KILL MYSELF',
    'suicidal',
    'I could hurt my self',
    'no reason to live',
  ])('hears %s', (text) => expect(soundsLikeDanger([text])).toBe(true));
  it.each(['Quiero morirme', 'pienso en hacerme daño', 'SUICIDIO', 'No quiero vivir así', 'mejor muerta'])(
    'hears %s',
    (text) => expect(soundsLikeDanger([text])).toBe(true),
  );
  it.each([
    'I was dying to get this job',
    'They want to live in the city',
    'I cut onions',
    'Quiero vivir cerca',
    'Me muero de ganas de empezar',
  ])('is not alarmed by %s', (text) => expect(soundsLikeDanger([text])).toBe(false));
});
