import { type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { catalogue, type ItemCode, itemCodes, type Section } from './catalogue.rules.js';
import { type Field, isRows } from './fields.rules.js';

/** One item of a checklist, ready to be asked. */
export interface DebriefItem {
  code: ItemCode;
  section: Section;
  /** Which of the item's titles is true here: `debriefs.items.<code>.<wording>`; `EARLIER` when none is any more. */
  wording: string;
  fields: readonly Field[];
  /** A main step of this variant; the others are "more, if you like". */
  isMain: boolean;
  /** Must be answered, or declined, before the page can be handed in. */
  isRequired: boolean;
  isQuestion: boolean;
  isPrivateByDefault: boolean;
}

/** The steps of each variant; beside the praise at most seven are main ones. */
const plans: Record<IssuedVariant, { main: readonly ItemCode[]; more: readonly ItemCode[] }> = {
  R0: {
    main: ['pos_finished', 'must_have', 'docs_match', 'one_change', 'next_one'],
    more: ['feel', 'conf_pre', 'ride', 'home_time', 'learned', 'log_it', 'conf_post'],
  },
  R1: {
    main: ['pos_reached', 'people', 'q_hard', 'logistics', 'learned', 'thanks', 'next_one'],
    more: [
      ...(['feel', 'conf_pre', 'pos_network', 'pos_practice', 'q_asked', 'lang', 'ride', 'home_time'] as const),
      ...(['gap', 'liked', 'worry', 'fit', 'one_change', 'if_then', 'log_it', 'conf_post'] as const),
    ],
  },
  R2: {
    main: ['pos_reached', 'pos_network', 'pos_practice', 'people', 'thanks', 'q_hard', 'learned', 'next_one'],
    more: [
      ...([
        'feel',
        'conf_pre',
        'feedback_ask',
        'connect',
        'checkin',
        'refs',
        'q_asked',
        'forgot',
        'logistics',
      ] as const),
      ...(['lang', 'ride', 'home_time', 'gap', 'liked', 'worry', 'fit'] as const),
      ...(['one_change', 'if_then', 'log_it', 'conf_post'] as const),
    ],
  },
  R3: {
    main: [
      ...(['pos_reached', 'pos_network', 'pos_practice', 'people', 'thanks', 'feedback_ask', 'checkin'] as const),
      ...(['q_hard', 'learned', 'next_one'] as const),
    ],
    more: [
      ...(['feel', 'conf_pre', 'connect', 'refs', 'q_asked', 'forgot', 'logistics', 'lang', 'ride'] as const),
      ...(['home_time', 'gap', 'liked', 'worry', 'fit', 'one_change', 'if_then', 'log_it', 'conf_post'] as const),
    ],
  },
};

const hadTalk = ({ reachedInterview, reachedPhoneScreen }: DebriefFacts): boolean =>
  reachedInterview || reachedPhoneScreen;

/** What only somebody can answer who talked with the employer. */
const afterTalk = (facts: DebriefFacts): string | null => (hadTalk(facts) ? 'title' : null);

/** The next thing to be sure of: an interview for whoever came that far, else an application. */
const nextTime = (facts: DebriefFacts): string => (hadTalk(facts) ? 'interview' : 'application');

const hasOpen =
  (...kinds: DebriefFacts['barriers'][number][]) =>
  (facts: DebriefFacts): boolean =>
    kinds.some((kind) => facts.barriers.includes(kind));

/**
 * The truth rule, and the items that ask about an open barrier. Each gives the wording that is true for these facts, or
 * null when none is. An item that is not named here is always true, because it praises nothing and supposes nothing.
 *
 * No item here depends on a restricted barrier (record, papers, disability, health, recovery, safety at home): a question that
 * only some people get would tell it to whoever looks over the shoulder.
 */
const wordings: Partial<Record<ItemCode, (facts: DebriefFacts) => string | null>> = {
  // A job that was closed is nobody's "no".
  feel: (facts) => (facts.wasClosed ? 'closed' : 'title'),
  conf_pre: nextTime,
  conf_post: nextTime,
  pos_finished: (facts) => (facts.hasApplied ? 'title' : null),
  pos_reached: (facts) =>
    facts.reachedInterview
      ? 'interview'
      : facts.checkedReferences
        ? 'references'
        : facts.reachedPhoneScreen
          ? 'talk'
          : null,
  // Without a name in the record this is no praise but a question: the client may say so of themselves.
  pos_network: (facts) => (facts.peopleMet.length > 0 ? 'known' : 'own'),
  pos_practice: afterTalk,
  people: afterTalk,
  connect: afterTalk,
  q_asked: afterTalk,
  q_hard: afterTalk,
  forgot: afterTalk,
  logistics: afterTalk,
  liked: afterTalk,
  // Where the job itself was closed, nothing about the client decided it.
  feedback_ask: (facts) => (facts.wasClosed ? null : 'title'),
  worry: (facts) => (facts.wasClosed ? null : afterTalk(facts)),
  docs_match: (facts) => (facts.hasLetter ? 'letter' : 'resume'),
  lang: (facts) => (hadTalk(facts) && (facts.needsInterpreter || hasOpen('english')(facts)) ? 'title' : null),
  ride: (facts) => (hasOpen('transport', 'license')(facts) ? 'title' : null),
  home_time: (facts) => (hasOpen('childcare', 'caregiving', 'schedule')(facts) ? 'title' : null),
  gap: (facts) => (hasOpen('experience', 'caregiving')(facts) ? 'title' : null),
  log_it: (facts) => (facts.keepsSearchLog ? 'title' : null),
};

/** The one thing the longer variants ask for before they are handed in: the learning sentence, or "rather not say". */
const isRequired = (variant: IssuedVariant, code: ItemCode): boolean => code === 'learned' && variant !== 'R0';

/** Asked before the record was put right: what was answered is kept and shown, and nothing is said or supposed with it. */
const EARLIER = 'earlier';

export const isEarlier = ({ wording }: DebriefItem): boolean => wording === EARLIER;

/** The key of an item's title. */
export const titleOf = (item: DebriefItem): string =>
  isEarlier(item) ? 'debriefs.earlier' : `debriefs.items.${item.code}.${item.wording}`;

/** The key of the help below it; what is only kept needs none. */
export const helpOf = (item: DebriefItem): string | null =>
  isEarlier(item) ? null : `debriefs.items.${item.code}.help`;

/** The items to show: of those that were asked earlier only what has something to show. */
export const shownItems = (
  variant: IssuedVariant,
  facts: DebriefFacts,
  isThere: (code: ItemCode) => boolean,
): DebriefItem[] => itemsFor(variant, facts).filter((item) => !isEarlier(item) || isThere(item.code));

/** The items that may be answered, in the order of the page. */
export function itemsFor(variant: IssuedVariant, facts: DebriefFacts): DebriefItem[] {
  const { main, more } = plans[variant];
  return itemCodes.flatMap((code) => {
    const isPlanned = main.includes(code) || more.includes(code);
    const rule = wordings[code];
    const fits = isPlanned ? (rule ? rule(facts) : 'title') : null;
    if (fits === null && !facts.askedBefore?.items.includes(code)) return [];
    const fields = catalogue[code].fields.flatMap((field) => fieldFor(field, facts));
    const isMain = fits !== null && main.includes(code);
    const isNeeded = fits !== null && isRequired(variant, code);
    return [{ code, ...catalogue[code], fields, wording: fits ?? EARLIER, isMain, isRequired: isNeeded }];
  });
}

/** Whom the page asks about by name: the record's, and whom it named before. */
export const peopleAsked = ({ peopleMet, askedBefore }: DebriefFacts): string[] => [
  ...new Set([...peopleMet.map(({ name }) => name), ...(askedBefore?.people ?? [])]),
];

/** A table of people in the record names them; where there are none, it is not there. */
function fieldFor(field: Field, facts: DebriefFacts): Field[] {
  if (!isRows(field) || field.kind !== 'known_people') return [field];
  const names = peopleAsked(facts);
  return names.length === 0 ? [] : [{ ...field, names: names.slice(0, field.maxRows) }];
}

/** The key of the heading that is true for these facts: "After your interview" only when one took place. */
export function headingOf(variant: IssuedVariant, facts: DebriefFacts): string {
  if (variant === 'R0' || (variant === 'R3' && facts.roundCount >= 2)) return `debriefs.variants.${variant}.title`;
  if (variant === 'R3') return 'debriefs.variants.R3.far';
  if (facts.reachedInterview) return 'debriefs.variants.R2.title';
  if (!facts.reachedPhoneScreen) return 'debriefs.variants.R0.title';
  return facts.metInPerson ? 'debriefs.variants.R1.inPerson' : 'debriefs.variants.R1.title';
}

/** The keys of the opening words: what happened, and what the page is for. */
export const openingOf = (variant: IssuedVariant, facts: DebriefFacts): readonly [string, string] => [
  facts.wasClosed ? 'debriefs.openings.closed' : 'debriefs.openings.no',
  `debriefs.variants.${hadTalk(facts) || variant === 'R3' ? variant : 'R0'}.intro`,
];

/** The days to name on the page: promised and real, when both are known and the answer came later than promised. */
export function lateAnswerOf(facts: DebriefFacts): { promisedOn: string; decidedOn: string } | null {
  const { promisedDecisionOn: promisedOn, decidedOn } = facts;
  return promisedOn !== null && decidedOn !== null && decidedOn > promisedOn ? { promisedOn, decidedOn } : null;
}
