import { describe, expect, it } from '@jest/globals';
import { catalogue, sections } from '../../../src/features/debriefs/checklist/catalogue.rules.js';
import { type Field, isRows, optionSets } from '../../../src/features/debriefs/checklist/fields.rules.js';
import { headingOf, itemsFor, lateAnswerOf, openingOf } from '../../../src/features/debriefs/checklist/items.rules.js';
import { issuedVariants } from '../../../src/features/debriefs/debriefs.rules.js';
import { askableBarriers, factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { words } from '../../../src/platform/content/content.js';
import { localeTags } from '../../../src/platform/content/locales.js';
import { interview, record } from './records.js';

const screened = factsOf(record());
const talked = { ...screened, reachedPhoneScreen: true };
const interviewed = factsOf(
  record({
    stagesReached: ['applied', 'phone_screen', 'interview'],
    interviews: [interview({ people: [{ name: 'Sam Lee' }] })],
  }),
);
const everything = factsOf(
  record({
    stagesReached: ['applied', 'phone_screen', 'interview', 'reference_check'],
    interviews: [interview(), interview({ round: 2, people: [{ name: 'Sam Lee' }] })],
    barrierKinds: askableBarriers,
    needsInterpreter: true,
    keepsSearchLog: true,
    hasLetter: true,
  }),
);
const codes = (...given: Parameters<typeof itemsFor>): string[] => itemsFor(...given).map(({ code }) => code);
const wording = (variant: (typeof issuedVariants)[number], facts: typeof screened, code: string) =>
  itemsFor(variant, facts).find((item) => item.code === code)?.wording;

describe('the items of a checklist', () => {
  it('follow the sections of the page', () => {
    for (const variant of issuedVariants) {
      const order = itemsFor(variant, everything).map(({ section }) => sections.indexOf(section));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  it('ask at most seven things as main steps', () => {
    for (const variant of issuedVariants) {
      const main = itemsFor(variant, everything).filter(({ isMain }) => isMain);
      const work = main.filter(({ section }) => section !== 'positives');
      expect(work.length).toBeLessThanOrEqual(7);
      expect(work.length).toBeGreaterThanOrEqual(4);
      if (variant === 'R0' || variant === 'R1') expect(main.length).toBeLessThanOrEqual(7);
    }
  });

  it('get more with each variant', () => {
    const counts = issuedVariants.map((variant) => itemsFor(variant, everything).length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('require nothing after a no without a talk, and only the learning sentence after the others', () => {
    const required = issuedVariants.map((variant) =>
      itemsFor(variant, everything)
        .filter(({ isRequired }) => isRequired)
        .map(({ code }) => code),
    );
    expect(required).toEqual([[], ['learned'], ['learned'], ['learned']]);
  });

  it('join a skill with a reason to go on in every variant: one thing to practise or change, one thing won', () => {
    for (const variant of issuedVariants) {
      const main = itemsFor(variant, everything).filter(({ isMain }) => isMain);
      expect(main.some(({ section }) => section === 'positives')).toBe(true);
      expect(main.some(({ code }) => ['q_hard', 'one_change'].includes(code))).toBe(true);
      expect(main.some(({ code }) => code === 'next_one')).toBe(true);
    }
  });

  it('ask about people and questions only where there was a talk', () => {
    const talk = [
      'people',
      'thanks',
      'q_asked',
      'q_hard',
      'liked',
      'worry',
      'pos_network',
      'pos_practice',
      'pos_reached',
    ];
    expect(codes('R0', everything).filter((code) => talk.includes(code))).toEqual([]);
    expect(codes('R1', interviewed)).toEqual(expect.arrayContaining(talk));
  });
});

describe('the truth rule', () => {
  it('says "you got to the interview" only to somebody who had one', () => {
    expect(wording('R2', interviewed, 'pos_reached')).toBe('interview');
    expect(wording('R1', { ...interviewed, reachedInterview: false }, 'pos_reached')).toBe('talk');
    expect(wording('R2', screened, 'pos_reached')).toBeUndefined();
  });

  it('praises a finished application only when one was sent', () => {
    expect(wording('R0', screened, 'pos_finished')).toBe('title');
    expect(wording('R0', { ...screened, hasApplied: false }, 'pos_finished')).toBeUndefined();
  });

  it('lets the client say "I met people" when the record names nobody', () => {
    expect(wording('R2', interviewed, 'pos_network')).toBe('known');
    expect(wording('R2', { ...interviewed, peopleMet: [] }, 'pos_network')).toBe('own');
    expect(words('en').text('debriefs.items.pos_network.own')).toMatch(/^Did you .*\?/);
    expect(words('es').text('debriefs.items.pos_network.own')).toMatch(/^¿.*\?/);
  });

  it('asks about the letter only when one went out', () => {
    expect(wording('R0', screened, 'docs_match')).toBe('resume');
    expect(wording('R0', { ...screened, hasLetter: true }, 'docs_match')).toBe('letter');
  });

  it('heads the page with words that are true', () => {
    const says = (...given: Parameters<typeof headingOf>) => words('en').text(headingOf(...given));
    expect(says('R2', interviewed)).toBe('After your interview');
    expect(says('R1', talked)).toBe('After your phone or video talk');
    expect(says('R1', { ...talked, metInPerson: true })).toBe('After your talk');
    expect(says('R0', screened)).toBe('For your next application');
    expect(says('R3', everything)).toBe('After several rounds');
    expect(says('R3', { ...screened, checkedReferences: true })).toBe('You got far');
    // Also when the record was put right after the checklist was issued.
    expect(says('R2', talked)).toBe('After your phone or video talk');
    expect(says('R2', screened)).toBe('For your next application');
  });

  it('says of a job that was closed that it was closed, and asks nothing that supposes a "no"', () => {
    const closed = { ...interviewed, wasClosed: true };
    expect(openingOf('R2', closed).map((key) => words('en').text(key))[0]).toMatch(/^The job was closed/);
    expect(openingOf('R2', interviewed).map((key) => words('en').text(key))[0]).toMatch(/^You did not get this job/);
    expect(codes('R3', closed).filter((code) => ['feedback_ask', 'worry'].includes(code))).toEqual([]);
    expect(wording('R2', closed, 'feel')).toBe('closed');
  });

  it('praises the last of many for that, and asks nothing about a talk that is not on record', () => {
    const last = { ...screened, checkedReferences: true };
    expect(wording('R3', last, 'pos_reached')).toBe('references');
    expect(wording('R3', { ...last, ...interviewed, checkedReferences: true }, 'pos_reached')).toBe('interview');
    const asked = ['people', 'connect', 'q_asked', 'q_hard', 'forgot', 'logistics', 'liked', 'worry', 'lang'];
    expect(codes('R3', { ...last, needsInterpreter: true }).filter((code) => asked.includes(code))).toEqual([]);
  });

  it('speaks of a late answer only when both days are known and it was late', () => {
    const promised = { ...interviewed, promisedDecisionOn: '2026-11-10', decidedOn: '2026-11-20' };
    expect(lateAnswerOf(promised)).toEqual({ promisedOn: '2026-11-10', decidedOn: '2026-11-20' });
    expect(lateAnswerOf({ ...promised, decidedOn: '2026-11-10' })).toBeNull();
    expect(lateAnswerOf({ ...promised, promisedDecisionOn: null })).toBeNull();
  });
});

describe('items that follow an open barrier', () => {
  const conditional = ['lang', 'ride', 'home_time', 'gap', 'log_it'];

  it('are absent without the barrier', () => {
    for (const variant of issuedVariants) {
      expect(codes(variant, interviewed).filter((code) => conditional.includes(code))).toEqual([]);
    }
  });

  it('come with it, never as a main step, never required', () => {
    const items = itemsFor('R2', everything).filter(({ code }) => conditional.includes(code));
    expect(items.map(({ code }) => code).sort()).toEqual([...conditional].sort());
    expect(items.filter(({ isMain, isRequired }) => isMain || isRequired)).toEqual([]);
  });

  it('are the same list for a client with a restricted barrier as for one without', () => {
    const restricted = ['criminal_record', 'work_docs', 'disability_access', 'health', 'behavioral', 'safety'];
    for (const variant of issuedVariants) {
      const facts = factsOf(
        record({ stagesReached: ['applied', 'phone_screen', 'interview'], barrierKinds: restricted }),
      );
      const without = factsOf(record({ stagesReached: ['applied', 'phone_screen', 'interview'] }));
      expect(itemsFor(variant, facts)).toEqual(itemsFor(variant, without));
    }
  });
});

describe('the words of the items', () => {
  it.each(localeTags)('are all there in %s: titles, fields, options, sections', (locale) => {
    const { has } = words(locale);
    const keys = Object.entries(catalogue).flatMap(([code, item]) => {
      const fields: readonly Field[] = item.fields;
      return fields
        .flatMap((field) => (isRows(field) ? field.columns : [field]))
        .flatMap((field) => [
          `debriefs.fields.${code}.${field.name}`,
          ...('set' in field ? optionSets[field.set].map((option) => `debriefs.options.${field.set}.${option}`) : []),
        ]);
    });
    const titles = issuedVariants.flatMap((variant) =>
      [
        screened,
        interviewed,
        everything,
        talked,
        { ...everything, wasClosed: true },
        { ...screened, checkedReferences: true },
      ].flatMap((facts) => itemsFor(variant, facts).map(({ code, wording: form }) => `debriefs.items.${code}.${form}`)),
    );
    const others = sections.flatMap((section) => [
      `debriefs.sections.${section}.title`,
      `debriefs.sections.${section}.help`,
    ]);
    expect([...keys, ...titles, ...others].filter((key) => !has(key))).toEqual([]);
  });
});
