import { describe, expect, it } from '@jest/globals';
import { checkAnswers } from '../../../src/features/debriefs/checklist/answers.rules.js';
import { itemsFor } from '../../../src/features/debriefs/checklist/items.rules.js';
import { issuedVariants } from '../../../src/features/debriefs/debriefs.rules.js';
import { factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { words } from '../../../src/platform/content/content.js';
import { interview, record } from './records.js';

const facts = factsOf(record({ stagesReached: ['applied', 'phone_screen', 'interview'], interviews: [interview()] }));
const draft = (answers: unknown) => checkAnswers('R2', facts, answers, 'draft');
const submission = (answers: unknown) => checkAnswers('R2', facts, answers, 'submission');
const codesOf = ({ errors }: { errors: { pointer: string; code: string }[] }) =>
  errors.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a draft', () => {
  it('may be empty', () => {
    for (const variant of issuedVariants) {
      expect(checkAnswers(variant, facts, {}, 'draft')).toEqual({ answers: {}, errors: [] });
    }
  });

  it('keeps what is right, cleaned', () => {
    const { answers, errors } = draft({
      feel: { score: 0, wantsCall: false },
      learned: { text: '  Say   it\n short.  ', theme: 'examples' },
      forgot: { text: 'One\r\ntwo  ' },
      people: { rows: [{ name: 'Sam Lee', contact: '' }, { name: '  ' }] },
      liked: { text: '   ' },
    });
    expect(errors).toEqual([]);
    expect(answers).toEqual({
      feel: { score: 0, wantsCall: false },
      learned: { text: 'Say   it\n short.', theme: 'examples' },
      forgot: { text: 'One\ntwo' },
      people: { rows: [{ name: 'Sam Lee' }] },
    });
  });

  it('keeps the rest when one field is wrong, and says which', () => {
    const checked = draft({
      learned: { text: 'Eat first.', theme: 'magic' },
      people: { rows: [{ name: 'Sam' }, { name: 'Ana', metOn: '2026-02-30' }] },
      feel: { score: 11 },
    });
    expect(codesOf(checked)).toEqual([
      '/learned/theme debrief.choice-not-known',
      '/people/rows/1/metOn debrief.date-not-valid',
      '/feel/score debrief.number-not-known',
    ]);
    expect(checked.answers).toEqual({
      learned: { text: 'Eat first.' },
      people: { rows: [{ name: 'Sam' }, { name: 'Ana' }] },
    });
  });

  it('keeps nothing of a row about somebody who is not in the record, also when more in it is wrong', () => {
    const checked = draft({ people: { known: [{ name: 'Nobody Here', met: 'maybe' }] } });
    expect(codesOf(checked)).toContain('/people/known/0/name debrief.choice-not-known');
    expect(checked.answers).toEqual({});
    // Nor where the record knows nobody, and so nobody was asked about.
    expect(draft({ people: { known: [{ name: 'Nobody Here', met: 'yes' }] } }).answers).toEqual({});
  });

  it('refuses items that this checklist does not ask', () => {
    expect(codesOf(draft({ must_have: { rows: [{ what: 'x' }] }, nonsense: {}, lang: { understood: 'all' } }))).toEqual(
      ['/must_have debrief.item-not-asked', '/nonsense debrief.item-not-asked', '/lang debrief.item-not-asked'],
    );
  });

  it('refuses what is no answer at all, without falling over', () => {
    for (const bad of [null, undefined, 7, 'x', [], [[]]]) {
      expect(codesOf(draft(bad))).toEqual([' http.invalid-field']);
    }
    expect(codesOf(draft({ learned: 'text' }))).toEqual(['/learned http.invalid-field']);
    expect(codesOf(draft({ learned: { text: 7, extra: 'a', isPrivate: 'yes' } }))).toEqual([
      '/learned/text http.invalid-field',
      '/learned/extra http.unknown-field',
      '/learned/isPrivate http.invalid-field',
    ]);
    expect(codesOf(draft({ people: { rows: [{ name: 'Sam', age: '7' }, 'x', null] } }))).toEqual([
      '/people/rows/0/age http.unknown-field',
      '/people/rows/1 http.invalid-field',
      '/people/rows/2 http.invalid-field',
    ]);
    expect(codesOf(draft(JSON.parse('{"__proto__": {"text": "a"}, "a/b~c": {"x": 1}}')))).toEqual([
      '/__proto__ debrief.item-not-asked',
      '/a~1b~0c debrief.item-not-asked',
    ]);
    expect(codesOf(draft({ learned: JSON.parse('{"constructor": "a", "__proto__": "b"}') }))).toEqual([
      '/learned/constructor http.unknown-field',
      '/learned/__proto__ http.unknown-field',
    ]);
  });

  it('has bounds on every text and list', () => {
    expect(codesOf(draft({ learned: { text: 'x'.repeat(501) } }))).toEqual(['/learned/text debrief.text-too-long']);
    expect(codesOf(draft({ learned: { text: 'x'.repeat(500) } }))).toEqual([]);
    expect(codesOf(draft({ people: { rows: Array(9).fill({ name: 'Sam' }) } }))).toEqual([
      '/people/rows debrief.too-many-rows',
    ]);
    expect(draft({ people: { rows: Array(9).fill({ name: 'Sam' }) } }).answers.people?.rows).toHaveLength(8);
  });

  it('takes every script and emoji, but nothing that cannot be kept', () => {
    const typed = 'مرحبا שלום 你好 አማርኛ 👩🏽‍🍳 <b>"#panic"</b> {x}';
    expect(draft({ learned: { text: typed } })).toEqual({ answers: { learned: { text: typed } }, errors: [] });
    for (const bad of ['a\u0000b', 'a\ud800b']) {
      expect(codesOf(draft({ learned: { text: bad } }))).toEqual(['/learned/text debrief.text-not-readable']);
    }
  });
});

describe('handing in', () => {
  it('needs nothing after a no without a talk', () => {
    expect(checkAnswers('R0', facts, {}, 'submission').errors).toEqual([]);
  });

  it('needs one sentence about what was learned after the others', () => {
    expect(codesOf(submission({}))).toEqual(['/learned/text debrief.learned-missing']);
    expect(codesOf(submission({ learned: { text: '  ' } }))).toEqual(['/learned/text debrief.learned-missing']);
    expect(codesOf(submission({ learned: { isPrivate: true } }))).toEqual(['/learned/text debrief.learned-missing']);
    expect(codesOf(submission({ learned: { text: 'x'.repeat(501) } }))).toEqual([
      '/learned/text debrief.text-too-long',
    ]);
    expect(codesOf(submission({ learned: { text: 'Ask first.' } }))).toEqual([]);
  });

  it('takes "I would rather not say" for an answer', () => {
    expect(submission({ learned: { declined: true } })).toEqual({
      answers: { learned: { declined: true } },
      errors: [],
    });
  });

  it('takes "I would rather not say" for every single item', () => {
    for (const variant of issuedVariants) {
      const all = Object.fromEntries(itemsFor(variant, facts).map(({ code }) => [code, { declined: true }]));
      expect(checkAnswers(variant, facts, all, 'submission')).toEqual({ answers: all, errors: [] });
    }
  });
});

describe('the error codes', () => {
  it('all have words', () => {
    const codes = [
      'item-not-asked',
      'text-too-long',
      'text-not-readable',
      'number-not-known',
      'choice-not-known',
    ].concat(['date-not-valid', 'too-many-rows', 'learned-missing', 'move-not-allowed']);
    for (const locale of ['en', 'es'] as const) {
      expect(codes.filter((code) => !words(locale).has(`errors.debrief.${code}`))).toEqual([]);
    }
  });
});
