import { describe, expect, it } from '@jest/globals';
import {
  checkLetter,
  type LetterFinding,
  type LetterToCheck,
} from '../../../src/features/cover-letters/checks/letter-checks.rules.js';

const filler = 'I kept the floor clean and helped my team each day. '.repeat(32);
const good = `Dear Ms. Lee,\n\nI want to be a warehouse associate at Acme Foods.\n\n${filler}\n\nThank you,\nMaria Ortiz`;
const check = (over: Partial<LetterToCheck> = {}): LetterFinding[] =>
  checkLetter({
    body: good,
    employerName: 'Acme Foods, Inc.',
    otherEmployerNames: ['Bright Bakery LLC', 'Target', 'Ford'],
    jobTitle: 'Warehouse Associate II (nights)',
    postingText: null,
    clientNames: ['Maria Ortiz'],
    locale: 'en',
    ...over,
  });
const codes = (over: Partial<LetterToCheck> = {}): string[] => [...new Set(check(over).map(({ code }) => code))];
const letter = (text: string): Partial<LetterToCheck> => ({ body: `${good}\n\n${text}` });

it('has nothing to say about a good letter', () => expect(check()).toEqual([]));

it('says only that an empty letter is empty', () => {
  expect(codes({ body: ' \n\n … ' })).toEqual(['letter-check.empty']);
});

it('puts problems before hints', () => {
  const levels = check({ body: 'I was in prison. [Name]' }).map(({ level }) => level);
  expect(levels).toEqual([...levels].sort().reverse());
  expect(new Set(levels).size).toBe(2);
});

it('says nothing about employer, job and posting before there is an application', () => {
  const unknown = { employerName: null, jobTitle: null, otherEmployerNames: ['Acme Foods, Inc.'] };
  expect(codes(unknown)).toEqual([]);
  expect(codes({ ...unknown, body: `${good} [Name]` })).toEqual(['letter-check.placeholder']);
});

describe('the employer', () => {
  const wrong = good.replace('Acme Foods', 'Bright Bakery');

  it('is a problem when it is the one of another application', () => {
    const [finding] = check({ body: wrong });
    expect(finding).toMatchObject({
      code: 'letter-check.wrong-employer',
      level: 'problem',
      parameters: { name: 'Bright Bakery LLC', employer: 'Acme Foods, Inc.' },
    });
    expect(wrong.slice(finding?.offset).startsWith('Bright Bakery')).toBe(true);
  });

  it('may name a former employer next to the right one, as a hint', () => {
    expect(check(letter('Before, I baked at Bright Bakery.'))).toMatchObject([
      { code: 'letter-check.other-employer-named', level: 'hint' },
    ]);
  });

  it('is missing when no employer is named at all', () => {
    expect(codes({ body: good.replace('at Acme Foods', 'with you') })).toEqual(['letter-check.employer-missing']);
  });

  it('may be named short, in other case, with another apostrophe or without accents', () => {
    const named = (employerName: string, written: string) =>
      codes({ employerName, body: good.replace('Acme Foods', written) });
    expect(named('Acme Foods, Inc.', 'ACME FOODS')).toEqual([]);
    expect(named('Providence Health & Services', 'Providence')).toEqual([]);
    expect(named('Smith & Sons', 'Smith and Sons')).toEqual([]);
    expect(named("McDonald's", 'McDonald’s')).toEqual([]);
    expect(named("McDonald's", 'McDonalds')).toEqual([]);
    expect(named('Café Álamo', 'Cafe Alamo')).toEqual([]);
    expect(named('Acme Foods', 'Acme Foods’s')).toEqual([]);
    expect(named('株式会社山田製作所', '株式会社山田製作所')).toEqual([]);
  });

  it('is not another one because a common word looks like a name', () => {
    expect(codes(letter('I hit my target each week.'))).toEqual([]);
    expect(codes(letter('I stocked shelves at Target.'))).toEqual(['letter-check.other-employer-named']);
    expect(codes(letter('Fordham is my town.'))).toEqual([]);
  });

  it("is not another one because it is the client's own name", () => {
    const signed = { ...letter('Henry Ford'), clientNames: ['Henry Ford', 'Ford'] };
    expect(codes(signed)).toEqual([]);
  });

  it('is not another one because its short name is known too', () => {
    expect(codes({ otherEmployerNames: ['Acme', 'Acme Foods'] })).toEqual([]);
  });

  it('is another one when the longer name of a neighbour is written', () => {
    expect(
      codes({ body: good.replace('Acme Foods', 'Acme Foods West'), otherEmployerNames: ['Acme Foods West'] }),
    ).toEqual(['letter-check.wrong-employer']);
  });
});

describe('the job', () => {
  it('is a problem when no word of its title is there, a hint when most are missing', () => {
    const title = (jobTitle: string) => check({ jobTitle }).map(({ level }) => level);
    expect(title('Pastry Cook')).toEqual(['problem']);
    expect(title('Senior Pastry Associate')).toEqual(['hint']);
    expect(title('Warehouse Associates - Kent')).toEqual([]);
    expect(title('RN')).toEqual([]);
  });
});

describe('blanks that nobody filled', () => {
  it.each([
    '[Name]',
    '{{company}}',
    '{name}',
    'XXX',
    '<insert name>',
    '<<date>>',
    'Lorem ipsum',
    'TODO',
    'TBD',
    '____',
    '%COMPANY%',
    'INSERT NAME',
    '[Nombre de la empresa]',
  ])('are found: %s', (blank) => {
    const [finding] = check(letter(`I like ${blank} very much.`));
    expect(finding).toMatchObject({ code: 'letter-check.placeholder', level: 'problem' });
    expect(`${good}\n\nI like ${blank} very much.`.slice(finding?.offset).startsWith(finding?.excerpt ?? '?')).toBe(
      true,
    );
    expect(finding?.excerpt).toBe(blank);
  });

  it.each(['<ana@x.example>', 'a_b', 'exxxtra', '3 < 5 and 7 > 6', 'todo', '$20', '100%', '[1]'])(
    'are not seen in %s',
    (text) => expect(codes(letter(text))).not.toContain('letter-check.placeholder'),
  );

  it('leaves a Spanish line in capitals alone', () => {
    expect(codes({ ...letter('GRACIAS POR TODO'), locale: 'es' })).not.toContain('letter-check.placeholder');
    expect(codes(letter('TODO fix'))).toContain('letter-check.placeholder');
  });
});

describe('length and greeting', () => {
  const words = (count: number) => ({
    body: `Dear Sam,\n\nAcme Foods warehouse associate. ${'Word. '.repeat(count - 6)}`,
  });

  it('asks for 300 to 400 words and for one page', () => {
    expect(codes(words(299))).toEqual(['letter-check.short']);
    expect(codes(words(300))).toEqual([]);
    expect(codes(words(400))).toEqual([]);
    expect(codes(words(401))).toEqual(['letter-check.long']);
    expect(codes(words(500))).toEqual(['letter-check.long']);
    expect(check(words(501))).toMatchObject([{ code: 'letter-check.over-one-page', level: 'problem' }]);
  });

  it('asks for somebody to greet, in English and in Spanish', () => {
    const greeting = (text: string, locale: string) => codes({ body: good.replace('Dear Ms. Lee,', text), locale });
    expect(greeting('My name is Maria.', 'en')).toEqual(['letter-check.addressee-missing']);
    expect(greeting('Dearborn is home.', 'en')).toEqual(['letter-check.addressee-missing']);
    expect(greeting('Estimada Sra. Lee:', 'es')).toEqual([]);
    expect(greeting('A quien corresponda:', 'es')).toEqual([]);
    expect(greeting('Шановна пані Лі,', 'uk')).toEqual([]);
  });
});

describe('words of the posting', () => {
  const postingText =
    'We seek a warehouse associate. You drive a forklift. Forklift licence needed. Use an RF scanner; the RF scanner ' +
    'counts stock. Equal opportunity employer: race, religion, sex, disability, veteran status, criminal record.';
  const missing = (body: string) =>
    check({ postingText, body })
      .filter(({ code }) => code === 'letter-check.posting-word-missing')
      .map(({ parameters }) => parameters.term);

  it('are told when the letter lacks them, most frequent first, neighbours as one phrase', () => {
    expect(missing(good).slice(0, 2)).toEqual(['forklift', 'RF scanner']);
  });

  it('are found in the plural and in capitals', () => {
    expect(missing(`${good} I drive FORKLIFTS and have an rf scanner.`)).not.toContain('forklift');
    expect(missing(`${good} I drive FORKLIFTS and have an rf scanner.`)).not.toContain('RF scanner');
  });

  it('never nudge anybody to write about sex, disability or a record because a notice names them', () => {
    for (const word of ['race', 'religion', 'sex', 'disability', 'veteran', 'criminal', 'record', 'equal']) {
      expect(missing(good)).not.toContain(word);
    }
  });

  it('are few, and only words said twice count in a long posting', () => {
    const long = Array.from(
      { length: 300 },
      (_, index) => `word${String.fromCharCode(97 + (index % 26))}${'x'.repeat(index % 12)}`,
    );
    const terms = check({ postingText: `${long.join('. ')} singular` }).map(({ parameters }) => parameters.term);
    expect(terms.length).toBeLessThanOrEqual(8);
    expect(terms).not.toContain('singular');
  });
});

describe('what a letter gives away', () => {
  it.each([
    ['I was convicted of a felony in 2019.', 'record'],
    ['Salí de la prisión en mayo.', 'record'],
    ['I am on parole.', 'record'],
    ['I was in rehab.', 'health'],
    ['Tengo depresión.', 'health'],
    ['My disability does not stop me.', 'disability'],
    ['I came as a refugee.', 'immigration'],
    ['Espero asilo.', 'immigration'],
    ['My visa status is pending.', 'immigration'],
    ['I am pregnant.', 'family'],
    ['Soy madre soltera.', 'family'],
    ['Date of birth: 3 May 1990', 'birth_date'],
    ['Fecha de nacimiento: 3 de mayo', 'birth_date'],
    ['My number is 123-45-6789.', 'social_security_number'],
  ])('is a hint, never a problem: %s', (text, topic) => {
    const found = check(letter(text)).filter(({ code }) => code === `letter-check.disclosure-${topic}`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ level }) => level === 'hint')).toBe(true);
  });

  it('does not repeat a social security number in its answer', () => {
    expect(JSON.stringify(check(letter('My number is 123-45-6789.')))).not.toContain('6789');
  });

  it.each(['Call 206-555-0142 or 206-55-01422.', 'I paid with Visa.', 'The sentence is long.', 'My prisma camera.'])(
    'is not seen in %s',
    (text) => expect(codes(letter(text)).filter((code) => code.includes('disclosure'))).toEqual([]),
  );

  it('is no news when it is the job itself', () => {
    const job = { jobTitle: 'Refugee Case Manager', body: good.replace('warehouse associate', 'refugee case manager') };
    expect(codes(job)).toEqual([]);
  });
});

describe('reading and reuse', () => {
  it('hints at heavy English, and at no other language', () => {
    const heavy = `Dear Sam, ${'Notwithstanding considerable organizational responsibilities, international collaboration necessitates '.repeat(30)}`;
    expect(codes({ body: heavy })).toContain('letter-check.reading-grade');
    expect(codes({ body: heavy, locale: 'es' })).not.toContain('letter-check.reading-grade');
  });

  it('tells how much of a letter stands in another one', () => {
    expect(check({ otherBodies: ['Something else', good] })).toEqual([
      { code: 'letter-check.reused', level: 'hint', parameters: { percent: 100 } },
    ]);
    expect(codes({ otherBodies: ['Something else entirely, written for another shop.'] })).toEqual([]);
  });
});

describe('hostile and foreign text', () => {
  /** The work of the best of three runs, as this process's own milliseconds: what others do on the machine does not count. */
  const best = (over: Partial<LetterToCheck>): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const start = process.cpuUsage();
        check(over);
        return process.cpuUsage(start).user / 1000;
      }),
    );
  const sizes = { body: 50_000, posting: 100_000 };
  const fill = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

  it.each([
    ['plain words', 'We keep the forklift safe and the floor clean. '],
    ['one endless word', 'a'],
    ['opening brackets', '['],
    ['half-open blanks', '[a{b<c'],
    ['braces', '{{'],
    ['underscores and x', '_x'],
    ['blank lines', '\n \r'],
    ['digits and dashes', '1-'],
    ['apostrophes', "'s"],
    ['combining marks', 'e\u0301\u0302'],
    ['Chinese', '我想在贵公司当仓库管理员'],
    ['Thai', 'ฉันต้องการทำงาน'],
    ['Arabic', 'أريد العمل في المستودع '],
    ['lone surrogates', '\ud800x'],
  ])('is read with work in step with its length: %s', (_, unit) => {
    const body = fill(unit, sizes.body);
    const time = best({ body, postingText: fill(unit, sizes.posting), otherEmployerNames: [body.slice(0, 200)] });
    expect(time).toBeLessThan(10_000); // hundreds of times what it needs; a quadratic rule takes minutes
  });

  it('does not slow down with the number of employers', () => {
    const otherEmployerNames = Array.from(
      { length: 5000 },
      (_, index) => `Acme Foods ${'Acme '.repeat(index % 7)}${index}`,
    );
    expect(best({ body: fill('Acme Foods ', sizes.body), otherEmployerNames })).toBeLessThan(10_000);
  });

  it('reads composed and decomposed letters alike', () => {
    const text = 'Trabajé en la prisión.';
    const found = (form: string) =>
      check({ ...letter(text.normalize(form)) }).map(({ code, offset }) => ({ code, offset }));
    expect(found('NFD')).toEqual(found('NFC'));
  });
});
