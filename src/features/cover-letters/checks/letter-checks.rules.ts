import { type DisclosureTopic, disclosuresIn } from './disclosure.rules.js';
import { employersNamed } from './employer-names.rules.js';
import { placeholdersIn } from './placeholders.rules.js';
import { missingPostingWords } from './posting-words.rules.js';
import { readingGrade, reusedShare } from './reading.rules.js';
import { isStopWord, paragraphsOf, stemOf, type Word, wordsOf } from './words.rules.js';

export type LetterCheckCode =
  | 'letter-check.empty'
  | 'letter-check.wrong-employer'
  | 'letter-check.employer-missing'
  | 'letter-check.other-employer-named'
  | 'letter-check.job-title-missing'
  | 'letter-check.placeholder'
  | 'letter-check.over-one-page'
  | 'letter-check.not-shown'
  | 'letter-check.long'
  | 'letter-check.short'
  | 'letter-check.addressee-missing'
  | 'letter-check.posting-word-missing'
  | 'letter-check.reading-grade'
  | 'letter-check.reused'
  | `letter-check.disclosure-${DisclosureTopic}`;

/** A problem should be mended before the letter goes out. A hint is a question: the client decides. */
export interface LetterFinding {
  code: LetterCheckCode;
  level: 'problem' | 'hint';
  /** Values for the sentence in `content/`. */
  parameters: Record<string, string | number>;
  /** The words in the letter that it is about, with their UTF-16 offset in the NFC form of the body. */
  excerpt?: string;
  offset?: number;
}

export interface LetterToCheck {
  body: string;
  /** Null while the letter has no application: then nothing is said about employer and job. */
  employerName: string | null;
  /** Employers of the client's other applications and those that the organization knows. */
  otherEmployerNames: readonly string[];
  jobTitle: string | null;
  postingText: string | null;
  /** The client's own names, so that nobody called Ford is told that they wrote to Ford. */
  clientNames: readonly string[];
  /** The client's other letters; hand in few. */
  otherBodies?: readonly string[];
  /** Signs that no font of ours has, each with its first place in the body. */
  notShown?: readonly { readonly sign: string; readonly offset: number }[];
  /** Language of the letter (BCP 47). */
  locale: string;
}

/** Words on one page: guidance from career offices is 300 to 400; about 500 fill the page with its address block. */
export const letterLength = { short: 300, long: 400, page: 500 } as const;
const readableGrade = 10;
const reusedFrom = 0.8;
const mostEmployers = 3;
const mostDisclosures = 10;
const mostSigns = 20;

/**
 * What a second pair of eyes would see in a letter, problems first. Pure and linear in the length of body, posting and
 * names; never throws for any text.
 */
export function checkLetter(input: LetterToCheck): LetterFinding[] {
  const body = input.body.normalize('NFC');
  const words = wordsOf(body);
  if (words.length === 0) return [{ code: 'letter-check.empty', level: 'problem', parameters: {} }];
  const findings = [
    ...checkEmployer(words, input),
    ...checkJobTitle(words, input),
    ...checkPlaceholders(body, input),
    ...checkLength(words),
    ...checkSigns(input),
    ...checkAddressee(body, input),
    ...checkDisclosure(body, words, input),
    ...checkPostingWords(words, input),
    ...checkReading(body, words, input),
    ...checkReuse(words, input),
  ];
  return [...findings.filter(({ level }) => level === 'problem'), ...findings.filter(({ level }) => level === 'hint')];
}

function checkEmployer(words: readonly Word[], input: LetterToCheck): LetterFinding[] {
  const { employerName: employer } = input;
  if (employer === null) return [];
  const { mentions, isPartlyNamed } = employersNamed(words, { ...input, employerName: employer });
  const isNamed = mentions.some(({ owner }) => owner === 'this');
  const others = new Map<string, number>();
  for (const { owner, name, offset } of mentions) {
    if (owner === 'other' && !others.has(name)) others.set(name, offset);
  }
  if (others.size === 0) {
    if (isNamed || isPartlyNamed) return [];
    return [{ code: 'letter-check.employer-missing', level: 'problem', parameters: { employer } }];
  }
  return [...others].slice(0, mostEmployers).map(([name, offset]) => ({
    code: isNamed ? 'letter-check.other-employer-named' : 'letter-check.wrong-employer',
    level: isNamed ? 'hint' : 'problem',
    parameters: { name, employer },
    offset,
  }));
}

/** The title without shift, site or number: "Cook II (nights) - Kent" asks for "Cook". */
function checkJobTitle(words: readonly Word[], { jobTitle }: LetterToCheck): LetterFinding[] {
  if (jobTitle === null) return [];
  const core = jobTitle.normalize('NFC').split(/\s[-–—|]\s|[(,/]/u)[0] ?? jobTitle;
  const asked = wordsOf(core).filter((word) => !isStopWord(word) && word.key.length > 2 && /^\p{L}/u.test(word.key));
  if (asked.length === 0) return [];
  const used = new Set(words.map(stemOf));
  const found = asked.filter((word) => used.has(stemOf(word))).length;
  if (found > 0 && found >= asked.length / 2) return [];
  const level = found === 0 ? 'problem' : 'hint';
  return [{ code: 'letter-check.job-title-missing', level, parameters: { jobTitle } }];
}

const checkPlaceholders = (body: string, { locale }: LetterToCheck): LetterFinding[] =>
  placeholdersIn(body, locale).map(({ excerpt, offset }) => ({
    code: 'letter-check.placeholder',
    level: 'problem',
    parameters: { excerpt },
    excerpt,
    offset,
  }));

function checkLength({ length }: readonly Word[]): LetterFinding[] {
  const parameters = { words: length, from: letterLength.short, to: letterLength.long };
  if (length > letterLength.page) return [{ code: 'letter-check.over-one-page', level: 'problem', parameters }];
  if (length > letterLength.long) return [{ code: 'letter-check.long', level: 'hint', parameters }];
  if (length < letterLength.short) return [{ code: 'letter-check.short', level: 'hint', parameters }];
  return [];
}

/** What would be a box on the page. */
function checkSigns({ notShown = [] }: LetterToCheck): LetterFinding[] {
  const [first] = notShown;
  if (!first) return [];
  const signs = notShown.slice(0, mostSigns).map(({ sign }) => sign);
  const parameters = { signs: signs.join(' '), count: notShown.length };
  return [{ code: 'letter-check.not-shown', level: 'problem', parameters, excerpt: first.sign, offset: first.offset }];
}

/** How a letter may begin, at the start of one of its first paragraphs. */
const salutations: Readonly<Record<string, RegExp>> = {
  en: /^(?:dear|hello|hi|greetings|good (?:morning|afternoon|day)|to whom it may concern|to the)(?!\p{L})/iu,
  es: /^(?:estimad[oa@]s?|apreciad[oa@]s?|querid[oa@]s?|distinguid[oa@]s?|respetad[oa@]s?|muy señor(?:a|es|as)?|a quien|hola|saludos|buen[oa]s)(?!\p{L})/iu,
};

function checkAddressee(body: string, { locale }: LetterToCheck): LetterFinding[] {
  // A letter in Spanish may greet in English and the other way round; other languages are not judged.
  if (!/^(?:en|es)\b/.test(locale)) return [];
  const starts = paragraphsOf(body.slice(0, 2000))
    .slice(0, 6)
    .flatMap((paragraph) => paragraph.split('\n'));
  const greets = starts.some((line) => Object.values(salutations).some((pattern) => pattern.test(line.trim())));
  return greets ? [] : [{ code: 'letter-check.addressee-missing', level: 'hint', parameters: {} }];
}

function checkDisclosure(body: string, words: readonly Word[], input: LetterToCheck): LetterFinding[] {
  const own = wordsOf(jobWords(input)).filter((word) => !isStopWord(word));
  return disclosuresIn(body, words, new Set(own.map(({ key }) => key)))
    .slice(0, mostDisclosures)
    .map(({ topic, excerpt, offset }) => ({
      code: `letter-check.disclosure-${topic}`,
      level: 'hint',
      parameters: { excerpt },
      excerpt,
      offset,
    }));
}

const jobWords = ({ jobTitle, employerName }: LetterToCheck): string =>
  `${jobTitle ?? ''}\n${employerName ?? ''}`.normalize('NFC');

function checkPostingWords(words: readonly Word[], input: LetterToCheck): LetterFinding[] {
  if (!input.postingText) return [];
  const known = wordsOf(jobWords(input));
  return missingPostingWords(wordsOf(input.postingText.normalize('NFC')), words, known).map(({ term, count }) => ({
    code: 'letter-check.posting-word-missing',
    level: 'hint',
    parameters: { term, count },
  }));
}

function checkReading(body: string, words: readonly Word[], { locale }: LetterToCheck): LetterFinding[] {
  if (!/^en\b/.test(locale)) return [];
  const grade = readingGrade(body, words);
  if (grade === null || grade <= readableGrade) return [];
  return [{ code: 'letter-check.reading-grade', level: 'hint', parameters: { grade } }];
}

function checkReuse(words: readonly Word[], { otherBodies = [] }: LetterToCheck): LetterFinding[] {
  const share = reusedShare(
    words,
    otherBodies.map((other) => wordsOf(other.normalize('NFC'))),
  );
  if (share < reusedFrom) return [];
  return [{ code: 'letter-check.reused', level: 'hint', parameters: { percent: Math.round(share * 100) } }];
}
