import { type Words, words } from '../../../platform/content/content.js';
import { dayInWords, type Locale } from '../../../platform/content/locales.js';
import { directionOf } from '../../../platform/documents/direction.js';
import { documentLanguage } from '../../../platform/documents/languages.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers, sections } from '../checklist/catalogue.rules.js';
import { type Field, isRows, optionSets, type RowsField, type SimpleField } from '../checklist/fields.rules.js';
import {
  type DebriefItem,
  headingOf,
  helpOf,
  itemsFor,
  lateAnswerOf,
  openingOf,
  titleOf,
} from '../checklist/items.rules.js';
import { type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { type ChecklistDocument, type DocumentPart } from './checklist-document.js';

export interface ChecklistPaper {
  locale: Locale;
  variant: IssuedVariant;
  facts: DebriefFacts;
  answers: DebriefAnswers;
  /** Shown inside the page only, never in the title or a file name. */
  job: string | null;
  /** Still to be answered. What was handed in is a record of answers: the news it began with may be old. */
  isAsked: boolean;
  /** Address and short code to type; null prints none (no valid link). */
  online: { address: string; code: string } | null;
  /** A coach's print leaves out what the client keeps private. */
  reader: 'client' | 'coach';
}

/** The checklist as data for the `checklist` template: the main steps, and of the others those that have an answer. */
export function checklistPaper(paper: ChecklistPaper): ChecklistDocument {
  const { locale, variant, facts, job, isAsked, online, reader } = paper;
  const text = words(locale);
  const { text: say } = text;
  const answers = Object.fromEntries(
    Object.entries(paper.answers).filter(([, values]) => reader === 'client' || !values.isPrivate),
  ) as DebriefAnswers;
  const late = lateAnswerOf(facts);
  const opening = isAsked ? openingOf(variant, facts).map((key) => say(key)) : [];
  const items = itemsFor(variant, facts).filter(
    ({ code, isMain }) => isMain || code === 'feel' || answers[code] !== undefined,
  );
  return {
    language: documentLanguage(locale, text.row.direction),
    title: say('pages.print.title'),
    heading: say(headingOf(variant, facts)),
    paragraphs: [
      ...(job === null ? [] : [say('pages.checklist.about', { job })]),
      [...opening, say('pages.print.free'), say('pages.print.give')].join(' '),
      ...(late === null
        ? []
        : [
            say('debriefs.lateAnswer', {
              promised: dayInWords(locale, late.promisedOn),
              decided: dayInWords(locale, late.decidedOn),
            }),
          ]),
    ],
    name: say('pages.print.name'),
    online:
      online === null
        ? null
        : {
            howTo: say('pages.print.howTo'),
            address: say('pages.print.address', { address: online.address }),
            code: say('pages.print.code', { code: online.code }),
          },
    sections: sections.flatMap((section) => {
      const ofSection = items.filter((item) => item.section === section);
      if (ofSection.length === 0) return [];
      return [
        {
          title: say(`debriefs.sections.${section}.title`),
          help: say(`debriefs.sections.${section}.help`),
          items: ofSection.map((item) => itemOnPaper(text, item, answers)),
        },
      ];
    }),
    pageOf: say('pages.print.pageOf', { page: '%p', pages: '%n' }),
  };
}

/** Details that a page can fold away and paper cannot: printed only when there is something in them. */
const onlyIfAnswered: readonly string[] = ['theme', 'channel', 'sentOn', 'askedOn'];

type PaperItem = ChecklistDocument['sections'][number]['items'][number];

function itemOnPaper(text: Words, item: DebriefItem, answers: DebriefAnswers): PaperItem {
  const { code } = item;
  const values = (answers as RawAnswers)[code] ?? {};
  const help = helpOf(item);
  const isDeclined = values.declined === true;
  return {
    title: text.text(titleOf(item)),
    help: help !== null && text.has(help) ? text.text(help) : null,
    parts: isDeclined
      ? [{ kind: 'ticks', label: null, options: [{ text: text.text('pages.checklist.declined'), isTicked: true }] }]
      : item.fields
          .filter(({ name }) => !onlyIfAnswered.includes(name) || values[name] !== undefined)
          .flatMap((field) => {
            if (!isRows(field)) return [part(text, item, field, values[field.name])];
            return field.names ? asked(text, field, values.known) : [table(text, item, field, values.rows)];
          }),
    note: code === 'feel' ? ['title', 'call', 'facts'].map((line) => text.text(`debriefs.support.${line}`)) : [],
  };
}

function part(text: Words, { code, fields }: DebriefItem, field: SimpleField, value: unknown): DocumentPart {
  const label = text.text(`debriefs.fields.${code}.${field.name}`);
  switch (field.kind) {
    case 'tick':
      return { kind: 'ticks', label: null, options: [{ text: label, isTicked: value === true }] };
    case 'scale':
      return {
        kind: 'numbers',
        label: null,
        help: text.text('pages.print.scale'),
        min: field.min,
        max: field.max,
        chosen: typeof value === 'number' ? value : null,
      };
    case 'choice':
    case 'choices': {
      const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
      const all = optionSets[field.set];
      // Of a long list that was answered, what was not chosen is only length.
      const isShortList = all.length <= 4;
      return {
        kind: 'ticks',
        label: fields.length === 1 ? null : label,
        options: (isShortList || value === undefined ? all : all.filter((option) => chosen.includes(option))).map(
          (option) => ({
            text: text.text(`debriefs.options.${field.set}.${option}`),
            isTicked: chosen.includes(option),
          }),
        ),
      };
    }
    case 'text':
    case 'date': {
      const written = onPaper(text, field, value);
      const count = field.kind === 'text' && field.isLong ? 3 : 1;
      return { kind: 'lines', label, count, text: written, dir: directionOf(written ?? '', text.locale) };
    }
  }
}

/** A value in words, or null for an empty line to write on. */
function onPaper(text: Words, field: SimpleField, value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (field.kind === 'date') return dayInWords(text.locale, value, { withYear: true });
  return 'set' in field ? text.text(`debriefs.options.${field.set}.${value}`) : value;
}

const emptyRows = { people: 3, questions: 3, must_haves: 5, known_people: 0 } as const;

/** People of the record: did you meet them, yes or no? */
const asked = (text: Words, { names = [] }: RowsField, value: unknown): DocumentPart[] =>
  names.map((name) => {
    const row = (Array.isArray(value) ? value : []).find((one: Record<string, unknown>) => one.name === name);
    return {
      kind: 'ticks',
      label: text.text('pages.checklist.didYouMeet', { name }),
      options: optionSets.met.map((option) => ({
        text: text.text(`debriefs.options.met.${option}`),
        isTicked: row?.met === option,
      })),
    };
  });

function table(text: Words, { code }: DebriefItem, field: RowsField, value: unknown): DocumentPart {
  const rows: readonly Record<string, unknown>[] = Array.isArray(value) ? value : [];
  const columns = field.columns.filter((column) => !isLeftOut(code, column));
  return {
    kind: 'table',
    heads: columns.map(({ name }) => text.text(`debriefs.fields.${code}.${name}`)),
    rows: rows.map((row) => columns.map((column) => onPaper(text, column, row[column.name]) ?? '')),
    emptyRows: Math.max(1, emptyRows[field.kind] - rows.length),
  };
}

/** A list of fifteen kinds of questions has no place in a table cell on paper. */
const isLeftOut = (code: string, field: Field): boolean => code === 'q_asked' && field.name === 'type';
