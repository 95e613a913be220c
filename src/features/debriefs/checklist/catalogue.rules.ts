import {
  choice,
  choices,
  date,
  type Field,
  known,
  line,
  long,
  rows,
  scale,
  tick,
  type ValuesOf,
} from './fields.rules.js';

/** The parts of the page, in order. */
export const sections = ['check_in', 'positives', 'network', 'practice', 'learn', 'next'] as const;
export type Section = (typeof sections)[number];

interface ItemDefinition {
  section: Section;
  fields: readonly Field[];
  /** It asks something, so "I would rather not say" and "just for me" are offered. Praise and plans ask nothing. */
  isQuestion: boolean;
  /** Only the client reads it until the client says otherwise. */
  isPrivateByDefault: boolean;
}

const asks = <const F extends readonly Field[]>(section: Section, ...fields: F) => ({
  section,
  fields,
  isQuestion: true,
  isPrivateByDefault: false,
});
const asksInPrivate = <const F extends readonly Field[]>(section: Section, ...fields: F) => ({
  section,
  fields,
  isQuestion: true,
  isPrivateByDefault: true,
});
const offers = <const F extends readonly Field[]>(section: Section, ...fields: F) => ({
  section,
  fields,
  isQuestion: false,
  isPrivateByDefault: false,
});

/**
 * Every item of the checklists R0 to R3, in the order of the page. One definition gives the form, the print, the check
 * of the answers and their types. The words are in `content/<locale>/debriefs.json` under `items.<code>`.
 */
export const catalogue = {
  feel: asksInPrivate('check_in', scale('score'), tick('wantsCall')),
  conf_pre: asks('check_in', scale('score')),

  pos_reached: offers('positives', tick('isTrue'), line('ownWords')),
  pos_finished: offers('positives', tick('isTrue'), line('reusable')),
  pos_network: offers('positives', tick('isTrue')),
  pos_practice: offers('positives', tick('isTrue'), line('didWell')),

  people: asks(
    'network',
    known([line('name'), choice('met', 'met'), choice('keepInTouch', 'yes_no_unsure')]),
    rows('people', 8, [
      line('name', 120),
      line('role', 120),
      line('contact', 200),
      choice('keepInTouch', 'yes_no_unsure'),
      date('metOn'),
    ]),
  ),
  thanks: offers('network', choice('plan', 'plan'), date('sentOn'), choice('channel', 'channel'), long('draft')),
  feedback_ask: offers('network', choice('plan', 'plan'), date('askedOn'), long('reply'), choice('theme', 'theme')),
  connect: offers('network', choice('plan', 'plan')),
  checkin: offers('network', choice('plan', 'plan'), line('person', 120), date('on')),
  refs: offers('network', choice('plan', 'plan')),

  q_asked: asks(
    'practice',
    rows('questions', 5, [line('question', 300), choice('type', 'question_type'), choice('felt', 'felt')]),
  ),
  q_hard: asks('practice', line('question', 300), long('newAnswer')),
  forgot: asks('practice', long('text')),
  logistics: asks('practice', choices('what', 'in_the_way')),
  lang: asks('practice', choice('understood', 'understood'), choice('interpreter', 'interpreter')),
  ride: asks('practice', choice('fits', 'fits')),
  home_time: asks('practice', choice('fits', 'fits')),
  gap: asksInPrivate('practice', choice('asked', 'yes_no_unsure'), long('said')),

  must_have: asks('learn', rows('must_haves', 6, [line('what'), choice('have', 'have')])),
  docs_match: asks('learn', choice('matched', 'yes_no_unsure')),
  liked: asks('learn', long('text')),
  worry: asks('learn', long('said'), long('guess')),
  learned: asks('learn', long('text', 500), choice('theme', 'theme')),
  fit: asks('learn', choice('wants', 'yes_no_unsure')),

  next_one: offers('next', line('job'), date('on')),
  one_change: offers('next', line('text', 300), date('on')),
  if_then: offers('next', line('text', 300)),
  log_it: offers('next', tick('wants')),
  conf_post: asks('next', scale('score')),
} as const satisfies Record<string, ItemDefinition>;

export type ItemCode = keyof typeof catalogue;
export const itemCodes = Object.keys(catalogue) as ItemCode[];

/** What every item takes beside its own fields. */
export interface AnswerMarks {
  /** "I would rather not say": a full answer. */
  declined?: boolean;
  /** Only the client reads it. */
  isPrivate?: boolean;
}

/** What the client wrote: item code → fields. Items that were left out are absent. */
export type DebriefAnswers = {
  [C in ItemCode]?: ValuesOf<(typeof catalogue)[C]['fields']> & AnswerMarks;
};
