import { describe, expect, it } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import { frontPage } from '../../../src/app/front/front-page.js';
import { rests } from '../../../src/features/client-links/rests.js';
import { linkPage, linkScript } from '../../../src/features/client-links/visits/link-page.js';
import { noticePage } from '../../../src/features/client-links/visits/notice-page.js';
import { checkAnswers } from '../../../src/features/debriefs/checklist/answers.rules.js';
import { answersFromForm } from '../../../src/features/debriefs/checklist/form.rules.js';
import { itemsFor } from '../../../src/features/debriefs/checklist/items.rules.js';
import { issuedVariants } from '../../../src/features/debriefs/debriefs.rules.js';
import { askableBarriers, factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { type ChecklistPageProps, checklistPage } from '../../../src/features/debriefs/pages/checklist-page.js';
import { donePage } from '../../../src/features/debriefs/pages/done-page.js';
import { elsewherePage } from '../../../src/features/debriefs/pages/elsewhere-page.js';
import { readPage } from '../../../src/features/debriefs/pages/read-page.js';
import { debriefStyle } from '../../../src/features/debriefs/pages/style.js';
import { localeTags } from '../../../src/platform/content/locales.js';
import { formFieldsOf, textOf } from './html.js';
import { interview, record } from './records.js';

const visit = { id: 'the-visit', kind: 'own' } as const;
const assisted = { id: 'the-visit', kind: 'assisted' } as const;
const coach = { name: 'Ana', contact: { whose: 'coach' as const, phone: '+1 206 555 0100', email: null } };
const full = factsOf(
  record({
    stagesReached: ['applied', 'phone_screen', 'interview', 'reference_check'],
    interviews: [interview({ people: [{ name: 'Sam Lee', role: 'Baker' }] }), interview({ round: 2 })],
    barrierKinds: askableBarriers,
    needsInterpreter: true,
    keepsSearchLog: true,
    hasLetter: true,
    promisedDecisionOn: '2026-11-10',
  }),
);
const page = (given: Partial<ChecklistPageProps> = {}): string =>
  checklistPage({
    locale: 'en',
    variant: 'R3',
    facts: full,
    answers: {},
    kept: {},
    hidden: new Set(),
    debriefId: 'the-debrief',
    visit,
    job: 'Baker, Sunrise Bakery',
    coach,
    ...given,
  });
const wrongPage = (typed: ChecklistPageProps['answers']): string =>
  page({ answers: typed, errors: checkAnswers('R3', full, typed, 'submission').errors });

const everyPage = localeTags.flatMap((locale) => [
  ...issuedVariants.map((variant) => page({ locale, variant })),
  page({ locale, saved: 'top', coach: null, job: null }),
  page({ locale, saved: 'people', isMissing: true, draftId: 'the-draft' }),
  page({ locale, saved: 'end' }),
  page({
    locale,
    visit: assisted,
    hidden: new Set(['feel', 'learned']),
    shut: new Set(['learned']),
    kept: { liked: { text: 'calm' } },
    answers: { liked: { text: 'quick' } },
    torn: new Set(['liked']),
  }),
  ...(['other', 'incomplete', 'late'] as const).map((why) =>
    elsewherePage({ locale, coach, visit, why, typed: { learned: { text: 'Mine' } } }),
  ),
  elsewherePage({
    locale,
    coach,
    visit: assisted,
    why: 'other',
    typed: { learned: { text: 'Mine' }, people: { rows: [{ name: 'Sam' }] } },
  }),
  page({
    locale,
    answers: { one_change: { on: 'soon' } },
    errors: [{ pointer: '/one_change/on', code: 'debrief.date-not-valid' }],
  }),
  linkPage({ locale }),
  linkPage({ locale, typedCode: 'A"<b>', problem: { at: 'errors.client-link.not-valid', isOfCode: true } }),
  linkPage({ locale, problem: { at: 'pages.link.over' } }),
  linkPage({ locale, problem: { at: 'pages.link.tooManyCodes', with: { minutes: 12, seconds: 700 } } }),
  linkPage({ locale, problem: { at: 'pages.notice.something_wrong.intro' }, carried: 'sealed' }),
  readPage({
    locale,
    variant: 'R3',
    facts: full,
    answers: {
      feel: { score: 3, wantsCall: true, isPrivate: true },
      people: {
        known: [{ name: 'Sam Lee', met: 'yes' }],
        rows: [{ name: 'Kim', keepInTouch: 'yes', metOn: '2026-11-02' }, { role: 'Baker' }],
      },
      logistics: { what: ['ride', 'time'] },
      learned: { declined: true },
    },
    job: 'Baker, Sunrise Bakery',
    coach,
    visit,
    reply: 'See you.',
    strengthNoted: null,
  }),
  donePage({
    locale,
    kind: 'submitted',
    coach,
    visit: assisted,
    learned: ['One.', 'Two.'],
    willBeCalled: true,
    followUps: [{ titleKey: 'debriefs.followUps.next_one', text: 'Cook', dueOn: '2026-11-30' }],
  }),
  donePage({ locale, kind: 'skipped', coach, visit, until: '2026-12-14' }),
  donePage({ locale, kind: 'reviewed', coach: null, visit }),
  noticePage({ locale, kind: 'left' }),
  ...rests.map((rest) => noticePage({ locale, kind: 'left', rest })),
  noticePage({ locale, kind: 'too_long' }),
  noticePage({ locale, kind: 'not_read' }),
  frontPage({ locale, isLost: true }),
  noticePage({ locale, kind: 'link_not_valid' }),
  noticePage({ locale, kind: 'something_wrong' }),
]);

describe('every client page', () => {
  it('is valid, accessible HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended', 'html-validate:a11y'],
      rules: {
        // Preact writes <!doctype html> as we hand it over, void elements as <br/>, and short boolean attributes.
        'doctype-style': 'off',
        'void-style': 'off',
        'attribute-boolean-style': 'off',
        'attribute-empty-style': 'off',
        // A sentence is a sentence, a phone number is inside a tel: link.
        'long-title': 'off',
        'tel-non-breaking': 'off',
        // Radio buttons and ticks share a name; that is what they are for.
        'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button'] }],
      },
    });
    const reports = await Promise.all(everyPage.map((html) => validator.validateString(html)));
    const messages = reports.flatMap(({ results }) => results.flatMap((result) => result.messages));
    expect(messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} ${selector}`)).toEqual([]);
  });

  it('says its language, is not indexed, sends no referrer, and is made for a phone', () => {
    for (const html of everyPage) {
      expect(html).toMatch(/^<!doctype html>\n<html lang="(en|es)" dir="ltr">/);
      expect(html).toContain('<meta name="robots" content="noindex, nofollow"/>');
      expect(html).toContain('<meta name="referrer" content="no-referrer"/>');
      expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
    }
  });

  it('loads nothing but its own style sheet and the one script of the link page', () => {
    for (const html of everyPage) {
      const loaded = [...html.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address ?? '');
      expect(loaded.filter((address) => !/^(\/d|#|tel:|\/\?locale=|\/front\.css)/.test(address))).toEqual([]);
      expect(html).not.toMatch(/<style|style="|javascript:|\son\w+="|<img|<iframe/);
      expect(html.includes('<script')).toBe(html.includes('src="/d/link.js?v='));
    }
    expect(everyPage.filter((html) => html.includes('<script'))).toHaveLength(5 * localeTags.length);
    expect(debriefStyle).not.toMatch(/@import|url\(/);
  });

  it('names neither employer nor person in the title', () => {
    const titles = new Set(everyPage.map((html) => /<title>(.*?)<\/title>/.exec(html)?.[1]));
    expect([...titles].filter((title) => /Sunrise|Baker|Ana|Sam/.test(title ?? ''))).toEqual([]);
    expect(titles.size).toBeGreaterThan(5);
  });
});

describe('the checklist page', () => {
  it('shows what people typed as text', () => {
    const hostile = `</textarea><script>alert(1)</script>"'&<b>`;
    const html = page({
      answers: { learned: { text: hostile }, next_one: { job: hostile } },
      job: hostile,
      coach: { name: hostile, contact: { whose: 'coach', phone: null, email: `${hostile}@x.example` } },
    });
    expect(html).not.toMatch(/<script|<b>/);
    expect(textOf(html)).toContain(`This is about: ${hostile}`);
    expect(formFieldsOf(html)['item.learned.text']).toBe(hostile);
  });

  it('sends back exactly what it was given: nothing typed is lost, right or wrong', () => {
    const typed = {
      feel: { score: 0, wantsCall: true, isPrivate: true },
      conf_pre: { score: 10, isPrivate: false },
      pos_reached: { isTrue: true, ownWords: 'I did "it" & more' },
      people: { rows: [{ name: 'مريم', metOn: 'yesterday', keepInTouch: 'yes' }, { name: 'Sam' }], isPrivate: false },
      thanks: { plan: 'done', sentOn: '2026-11-22', channel: 'email', draft: 'Thanks\n\nfor all' },
      q_asked: { rows: [{ question: 'Why?', type: 'pay', felt: 'hard' }], isPrivate: false },
      logistics: { what: ['ride', 'time'], isPrivate: false },
      learned: { text: 'x'.repeat(700), theme: 'nerves', isPrivate: true, declined: true },
      one_change: { on: '12 de mayo', text: '<b>' },
      log_it: { wants: true },
    };
    expect(answersFromForm(formFieldsOf(page({ answers: typed })))).toEqual(typed);
    expect(answersFromForm(formFieldsOf(wrongPage(typed)))).toEqual(typed);
  });

  it('posts every item under its name, to its own visit, and says which debrief it belongs to and what it showed', () => {
    const html = page({ kept: { liked: { text: 'calm' } } });
    expect(html).toContain('action="/d/checklist?visit=the-visit"');
    const { debrief, base } = formFieldsOf(html);
    expect(debrief).toBe('the-debrief');
    expect(base).toMatch(/(^| )learned:( |$)/);
    expect(base).toMatch(/(^| )liked:[\w-]{12}( |$)/);
    for (const { code } of itemsFor('R3', full)) expect(html).toContain(`name="item.${code}.`);
  });

  it('can be saved, handed in and put away; Enter does nothing, for the first button is off', () => {
    const buttons = [...page().matchAll(/<button [^>]*>/g)].map(
      ([tag]) => /name="(\w+)" value="([\w.]+)"/.exec(tag)?.slice(1).join('=') ?? tag,
    );
    expect(buttons).toEqual([
      '<button type="submit" form="checklist" disabled hidden>',
      'action=leave',
      'locale=es',
      'action=save.people',
      'action=save.q_asked',
      'action=submit',
      'action=save',
      'action=skip',
    ]);
  });

  it('offers "I would rather not say" at every question', () => {
    for (const variant of issuedVariants) {
      const html = page({ variant });
      const questions = itemsFor(variant, full).filter(({ isQuestion }) => isQuestion);
      expect(questions.filter(({ code }) => !html.includes(`name="item.${code}.declined"`))).toEqual([]);
    }
  });

  it('asks about the people of the record, and answers for nobody: untouched, it is no answer', () => {
    const html = page();
    expect(textOf(html)).toContain('Did you meet Sam Lee? Yes No');
    expect(formFieldsOf(html)).toMatchObject({ 'item.people.known.0.name': 'Sam Lee', 'item.people.0.name': '' });
    expect(answersFromForm(formFieldsOf(html))).toEqual({});
    const answered = { people: { known: [{ name: 'Sam Lee', met: 'no' }], rows: [{ name: 'Kim' }], isPrivate: false } };
    expect(answersFromForm(formFieldsOf(page({ answers: answered })))).toEqual(answered);
  });

  it('says in an assisted visit, before anything else, that the coach can read it; in an own visit it does not', () => {
    const words = 'Your coach can read what you write here.';
    const main = (html: string): string => textOf(html.slice(html.indexOf('<main')));
    expect(main(page({ visit: assisted })).trim()).toMatch(/^Your coach gave you this page\. Your coach can read/);
    expect(main(page())).not.toContain(words);
  });

  it('says plainly what starts a call, before it is answered', () => {
    const text = textOf(page());
    const said = text.indexOf('If you choose 0, 1 or 2, we ask your coach to call you.');
    expect(said).toBeGreaterThan(0);
    expect(text.indexOf('For 0, 1 or 2 we ask your coach to call you.')).toBeGreaterThan(said);
  });

  it('shows the support line to everybody, whatever they answer', () => {
    for (const locale of localeTags) {
      for (const score of [undefined, 0, 10]) {
        expect(page({ locale, variant: 'R0', answers: score === undefined ? {} : { feel: { score } } })).toContain(
          'href="tel:988"',
        );
      }
    }
  });

  it('lists what is wrong in the order of the page, with a link to each field and the words at the field', () => {
    const html = wrongPage({
      next_one: { on: 'x' },
      people: { rows: [{ name: 'Sam', metOn: 'y' }] },
      feel: { score: 12 },
    });
    const summary = /role="alert"[^>]*>(.*?)<\/div>/s.exec(html)?.[1] ?? '';
    const targets = [...summary.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(targets).toEqual(['item-feel-score', 'item-people-0-metOn', 'item-learned-text', 'item-next_one-on']);
    for (const id of targets) expect(html).toContain(` id="${id}"`);
    expect(html).toContain('id="problem-item-next_one-on"');
    expect(html).toMatch(/<input [^>]*id="item-next_one-on"[^>]*aria-invalid="true"/);
    expect(textOf(summary)).toContain(
      'My next application We could not read this day. Write it like this: May 12, 2026',
    );
  });

  it('unfolds the part in which something is written or wrong', () => {
    const folded = (html: string): number => [...html.matchAll(/<details>/g)].length;
    expect(folded(page())).toBe(4);
    expect(folded(page({ answers: { liked: { text: 'calm' } } }))).toBe(3);
  });
});

describe('the link page', () => {
  it('shows nothing of anybody, and posts token and code', () => {
    const html = linkPage({ locale: 'en' });
    expect(formFieldsOf(html)).toEqual({ token: '', locale: 'en', code: '' });
    expect(formFieldsOf(linkPage({ locale: 'en', carried: 'sealed' })).carried).toBe('sealed');
    expect(html).toContain('<form method="post" action="/d/start"');
  });

  it('has a script that sends nothing anywhere', () => {
    expect(linkScript).not.toMatch(/fetch|XMLHttp|sendBeacon|submit|cookie|Storage|innerHTML|eval/);
    expect(() => new Function(linkScript)).not.toThrow();
  });
});

it('the done page gives a step its last day, and a greeting a day thereabouts', () => {
  const steps = (locale: 'en' | 'es') =>
    textOf(
      donePage({
        locale,
        kind: 'submitted',
        coach,
        visit,
        followUps: [
          { titleKey: 'debriefs.followUps.next_one', text: 'Cook', dueOn: '2026-11-30' },
          { titleKey: 'debriefs.followUps.checkin', text: null, dueOn: '2026-12-28' },
        ],
      }),
    );
  expect(steps('en')).toContain('Send the next application (Cook) by Monday, November 30');
  expect(steps('en')).toContain('Say hello again around Monday, December 28');
  expect(steps('es')).toContain('Enviar la próxima solicitud (Cook) a más tardar el lunes 30 de noviembre');
  expect(steps('es')).toContain('Volver a escribirles hacia el lunes 28 de diciembre');
});
