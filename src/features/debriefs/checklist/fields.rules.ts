/** The kinds of fields an item can have, and the type of the value each one takes. */

/** Lists to choose from. Their words are `debriefs.options.<set>.<option>` in the content. */
export const optionSets = {
  plan: ['will_do', 'done', 'not_for_me'],
  have: ['have', 'partly', 'no'],
  met: ['yes', 'no'],
  yes_no_unsure: ['yes', 'no', 'not_sure'],
  fits: ['yes', 'partly', 'no'],
  felt: ['easy', 'ok', 'hard'],
  channel: ['email', 'letter', 'phone', 'message'],
  understood: ['all', 'most', 'little'],
  interpreter: ['yes', 'no_but_wanted', 'no_need'],
  in_the_way: ['ride', 'childcare', 'phone_internet', 'language', 'time', 'clothes', 'access', 'none'],
  question_type: [
    'about_me',
    'why_this_job',
    'strength_weakness',
    'conflict',
    'mistake',
    'time_away',
    'last_job',
    'pay',
    'hours',
    'task',
    'what_if',
    'english',
    'tools',
    'my_questions',
    'other',
  ],
  theme: [
    'preparation',
    'examples',
    'nerves',
    'experience',
    'skills',
    'papers',
    'language',
    'hours',
    'pay',
    'kind_of_job',
    'other',
  ],
} as const;
export type OptionSet = keyof typeof optionSets;
export type OptionOf<S extends OptionSet> = (typeof optionSets)[S][number];

export interface TickField {
  name: string;
  kind: 'tick';
}
export interface TextField {
  name: string;
  kind: 'text';
  /** In UTF-16 units, as a browser counts. */
  maxLength: number;
  /** Several lines. */
  isLong: boolean;
}
export interface ScaleField {
  name: string;
  kind: 'scale';
  min: number;
  max: number;
}
export interface ChoiceField {
  name: string;
  kind: 'choice' | 'choices';
  set: OptionSet;
}
export interface DateField {
  name: string;
  kind: 'date';
}
export type SimpleField = TickField | TextField | ScaleField | ChoiceField | DateField;
/** A short table: people, questions, must-haves. */
export interface RowsField {
  name: 'rows' | 'known';
  kind: 'people' | 'questions' | 'must_haves' | 'known_people';
  maxRows: number;
  columns: readonly SimpleField[];
  /** Of people in the record: one row for each, and no other. They are asked about, never answered for the client. */
  names?: readonly string[];
}
export type Field = SimpleField | RowsField;

type SimpleValue<F> = F extends { kind: 'tick' }
  ? boolean
  : F extends { kind: 'scale' }
    ? number
    : F extends { kind: 'choice'; set: infer S extends OptionSet }
      ? OptionOf<S>
      : F extends { kind: 'choices'; set: infer S extends OptionSet }
        ? OptionOf<S>[]
        : string;
type SimpleValues<Fields extends readonly { name: string }[]> = {
  [F in Fields[number] as F['name']]?: SimpleValue<F>;
};
type ValueOf<F> = F extends { columns: infer C extends readonly { name: string }[] }
  ? SimpleValues<C>[]
  : SimpleValue<F>;
/** The answer to an item with these fields. */
export type ValuesOf<Fields extends readonly { name: string }[]> = {
  [F in Fields[number] as F['name']]?: ValueOf<F>;
};

export const isRows = (field: Field): field is RowsField => 'columns' in field;

export const tick = <const N extends string>(name: N) => ({ name, kind: 'tick' }) as const;
export const line = <const N extends string>(name: N, maxLength = 200) =>
  ({ name, kind: 'text', maxLength, isLong: false }) as const;
export const long = <const N extends string>(name: N, maxLength = 1000) =>
  ({ name, kind: 'text', maxLength, isLong: true }) as const;
export const scale = <const N extends string>(name: N) => ({ name, kind: 'scale', min: 0, max: 10 }) as const;
export const date = <const N extends string>(name: N) => ({ name, kind: 'date' }) as const;
export const choice = <const N extends string, const S extends OptionSet>(name: N, set: S) =>
  ({ name, kind: 'choice', set }) as const;
export const choices = <const N extends string, const S extends OptionSet>(name: N, set: S) =>
  ({ name, kind: 'choices', set }) as const;
export const known = <const C extends readonly SimpleField[]>(columns: C) =>
  ({ name: 'known', kind: 'known_people', maxRows: 20, columns }) as const;
export const rows = <const K extends RowsField['kind'], const M extends number, const C extends readonly SimpleField[]>(
  kind: K,
  maxRows: M,
  columns: C,
) => ({ name: 'rows', kind, maxRows, columns }) as const;
