import { type Word } from './words.rules.js';

/** What a letter may give away. The client decides; the law gives them the right to leave it out. */
export type DisclosureTopic =
  | 'record'
  | 'health'
  | 'disability'
  | 'immigration'
  | 'family'
  | 'birth_date'
  | 'social_security_number';

export interface Disclosure {
  topic: DisclosureTopic;
  /** As written in the letter. */
  excerpt: string;
  offset: number;
}

/** English and Spanish, folded. A star takes any ending; several words stand next to each other. */
const terms: Readonly<Record<Exclude<DisclosureTopic, 'social_security_number'>, string>> = {
  record: `convict; convicts; convicted; conviction; convictions; felon; felons; felony; felonies; misdemeanor*; prison*;
    jail*; parole*; probation officer; on probation; incarcerat*; inmate; inmates; arrested; arrests; criminal record;
    criminal history; criminal background; ex offender; ex con; reentry; released from; served time; work release;
    antecedentes penales; antecedentes criminales; carcel; prision; preso; presa; delito; delitos; condena; condenado;
    condenada; arresto; arrestado; arrestada; libertad condicional; encarcelad*; expresidiari*`,
  health: `diagnos*; depression; depressed; anxiety; bipolar; ptsd; rehab; rehabilitation; addict*; alcoholi*; sober;
    sobriety; in recovery; overdose*; hiv; cancer; surgery; mental health; mental illness; psychiatric; chemotherapy;
    substance use; substance abuse; methadone; suboxone; workers compensation; medical leave; diabetes; seizure*;
    diagnostic*; depresion; deprimid*; ansiedad; adiccion*; adicto; adicta; sobrio; sobria; cirugia; salud mental;
    vih; quimioterapia; alcoholismo; rehabilitacion; baja medica`,
  disability: `disability; disabilities; disabled; handicap*; wheelchair*; impairment*; autism; autistic; adhd; dyslexi*;
    special needs; ssdi; deaf; blind; social security disability; discapacidad*; discapacitad*; minusvali*;
    silla de ruedas; autismo; autista; sordo; sorda; ciego; ciega; dislexi*`,
  immigration: `refugee*; asylum*; asylee*; undocumented; green card; visa status; my visa; work visa; immigration status;
    immigrant*; work permit; work authorization; daca; deport*; ead; tps; resettled; resettlement;
    humanitarian parole; permanent resident; refugiad*; asilo; asilad*; indocumentad*; tarjeta verde; mi visa;
    estatus migratorio; estado migratorio; inmigrante*; permiso de trabajo; residente permanente`,
  family: `pregnan*; maternity leave; single mother; single mom; single parent; single father; single dad; my children;
    my kids; my son; my daughter; my husband; my wife; my spouse; divorc*; widow*; married; domestic violence;
    child care; childcare; custody; mother of; father of; embaraz*; madre soltera; padre soltero; mis hijos; mis hijas;
    mi hijo; mi hija; mi esposo; mi esposa; mi marido; casado; casada; viudo; viuda; violencia domestica; guarderia`,
  birth_date: `date of birth; birth date; birthdate; dob; born on; born in; years old; my age; fecha de nacimiento;
    naci el; naci en; anos de edad; mi edad`,
};

interface Term {
  topic: DisclosureTopic;
  words: readonly string[];
  isPrefix: boolean;
}

const byFirstWord = new Map<string, Term[]>();
const prefixes: Term[] = [];
for (const [topic, text] of Object.entries(terms) as [DisclosureTopic, string][]) {
  for (const entry of text.split(';').map((part) => part.trim())) {
    const isPrefix = entry.endsWith('*');
    const words = entry.replace('*', '').split(/\s+/);
    const term: Term = { topic, words, isPrefix };
    if (isPrefix) prefixes.push(term);
    else byFirstWord.set(words[0] ?? '', [...(byFirstWord.get(words[0] ?? '') ?? []), term]);
  }
}

/** Endings by star share at least this many first letters, so that one look-up finds the few to compare with. */
const prefixKey = 4;
const prefixesByKey = Map.groupBy(prefixes, ({ words }) => (words[0] ?? '').slice(0, prefixKey));

/** Nine digits as a social security number is written. Any other number of nine digits is left alone. */
const socialSecurityNumber = /(?<![\d-])\d{3}[- \u2013]\d{2}[- \u2013]\d{4}(?![\d-])/u;

/**
 * Words in a letter that tell about a record, health, disability, papers, family or age: the first place of each.
 * A word of the job's own title or of the employer's name is left out ("refugee case manager").
 */
export function disclosuresIn(text: string, letter: readonly Word[], ownWords: ReadonlySet<string>): Disclosure[] {
  const found = new Map<string, Disclosure>();
  for (let at = 0; at < letter.length; ) {
    const word = letter[at] as Word;
    const term = ownWords.has(word.key) ? undefined : termAt(letter, at);
    at += term?.words.length ?? 1;
    if (!term) continue;
    const last = letter[at - 1] ?? word;
    const excerpt = text.slice(word.offset, last.offset + last.text.length);
    const key = `${term.topic} ${term.words.join(' ')}`;
    if (!found.has(key)) found.set(key, { topic: term.topic, excerpt, offset: word.offset });
  }
  const number = socialSecurityNumber.exec(text);
  return [
    // The number itself is not repeated in an answer.
    ...(number ? [{ topic: 'social_security_number' as const, excerpt: '•••-••-••••', offset: number.index }] : []),
    ...found.values(),
  ];
}

function termAt(letter: readonly Word[], at: number): Term | undefined {
  const key = letter[at]?.key ?? '';
  const whole = byFirstWord
    .get(key)
    ?.find(({ words }) => words.every((word, index) => letter[at + index]?.key === word));
  return whole ?? prefixesByKey.get(key.slice(0, prefixKey))?.find(({ words }) => key.startsWith(words[0] ?? ''));
}
