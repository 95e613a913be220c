import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAnswers } from '../../../src/features/debriefs/checklist/answers.rules.js';
import { answersFromForm } from '../../../src/features/debriefs/checklist/form.rules.js';
import { factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { canBeKept, plainLine, plainText, searchKey } from '../../../src/kernel/text.js';
import { Line, SafeText } from '../../../src/platform/http/shapes.js';
import { interview, record } from '../debriefs/records.js';

const facts = factsOf(record({ stagesReached: ['applied', 'phone_screen', 'interview'], interviews: [interview()] }));

/** What is kept of a text that comes as JSON in a field of the web API; null when it is refused. */
const byApi = (text: string): string | null => SafeText(2000, 0).safeParse(text).data ?? null;
const lineByApi = (text: string): string | null => Line(200, 0).safeParse(text).data ?? null;

/** The same as the answers of a coach (JSON), or of a client's page (a form as a browser sends it). */
const kept = (answers: unknown) => {
  const checked = checkAnswers('R2', facts, answers, 'draft');
  return checked.errors.length > 0 ? null : checked.answers;
};
const byCoach = (text: string) => {
  const answers = kept({ learned: { text } });
  return answers && (answers.learned?.text ?? '');
};
const lineByCoach = (text: string) => {
  const answers = kept({ people: { rows: [{ name: text }] } });
  return answers && (answers.people?.rows?.[0]?.name ?? '');
};
const posted = (name: string, text: string) => {
  const form = new URLSearchParams([[name, text.replace(/\r\n?|\n/g, '\r\n')]]);
  return answersFromForm(Object.fromEntries(new URLSearchParams(form.toString())));
};
const byPage = (text: string) => {
  const answers = kept(posted('item.learned.text', text));
  return answers && (answers.learned?.text ?? '');
};
const lineByPage = (text: string) => {
  const answers = kept(posted('item.people.0.name', text));
  return answers && (answers.people?.rows?.[0]?.name ?? '');
};

/** Texts with many of the signs that programs leave in what people paste. */
const odd = fc.constantFrom(
  ...['\r', '\n', '\r\n', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029', '\t', '\u0007', '\u001f', '\u0092'],
  ...['\u202a', '\u202e', '\u202c', '\u2066', '\u2069', '\u200b', '\u200d', '\u00a0', '\ufeff', '\u3164', '\u{e0041}'],
  ...['é', 'e\u0301', 'ﬁ', 'ع', '한', '👩🏽‍🍳', ' '],
);
const pasted = fc
  .array(fc.oneof(odd, odd, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 30 })
  .map((parts) => parts.join(''))
  .filter((text) => !text.includes('\u0000'));

describe('text that a person pasted', () => {
  it.each([
    [
      'line ends of other programs become line ends',
      'a\r\nb\rc\u000bd\u000ce\u0085f\u2028g\u2029h',
      'a\nb\nc\nd\ne\nf\ng\nh',
    ],
    ['two words are never glued', 'first\u2028second\u001fthird', 'first\nsecond third'],
    ['direction overrides go', 'pay\u202eroll\u202c', 'payroll'],
    ['control signs of both sets go, a tab stays', 'a\u0007b\u009fc\td\u007f', 'abc\td'],
    [
      'isolates and joiners stay: they belong to scripts',
      '\u2067سلام\u2069 می\u200cخواهم',
      '\u2067سلام\u2069 می\u200cخواهم',
    ],
    ['letters in pieces become whole', 'Jose\u0301', 'José'],
    ['what nobody can see is nothing', '\u200b\u3164 \u00a0', ''],
  ])('%s', (_, text, plain) => expect(plainText(text)).toBe(plain));

  it.each([
    ['a name is one line', 'Ana\u2028Reyes\r\n', 'Ana Reyes'],
    ['spaces and tabs in it are one space', ' Ana \t\u00a0 Reyes ', 'Ana Reyes'],
    ['it hides nothing in tags, and turns no direction', 'Ana\u{e0041}\u{e0042} \u2067Reyes\u2069', 'Ana Reyes'],
  ])('%s', (_, text, plain) => expect(plainLine(text)).toBe(plain));

  it('gives the same words by every door: web API, page, coach', () => {
    fc.assert(
      fc.property(pasted, (text) => {
        const words = plainText(text);
        expect([byApi(text), byCoach(text), byPage(text)]).toEqual([words, words, words]);
        const line = plainLine(text);
        expect([lineByApi(text), lineByCoach(text), lineByPage(text)]).toEqual([line, line, line]);
      }),
      { numRuns: 500 },
    );
  });

  it('is plain once it was made plain, and its search key does not hang on what is not seen', () => {
    fc.assert(
      fc.property(pasted, (text) => {
        expect(plainText(plainText(text))).toBe(plainText(text));
        expect(plainLine(plainLine(text))).toBe(plainLine(text));
        expect(plainLine(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u);
      }),
    );
    expect(searchKey('Re\u00adyes\u202e \u2066Ana\u2069')).toBe('reyes ana');
  });

  it('is measured when it is plain: two signs for a line end count once', () => {
    expect(byApi('a\r\n'.repeat(1000))).toHaveLength(1999);
    expect(SafeText(10).safeParse('a'.repeat(11)).success).toBe(false);
  });
});

it.each(['a\u0000b', '\ud800', 'x\udc00'])('what no database can keep is refused by every door: %j', (text) => {
  expect(canBeKept(text)).toBe(false);
  expect([byApi(text), byCoach(text), lineByApi(text), lineByCoach(text)]).toEqual([null, null, null, null]);
  if (text.includes('\u0000')) expect([byPage(text), lineByPage(text)]).toEqual([null, null]);
});
