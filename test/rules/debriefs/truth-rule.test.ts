import { describe, expect, it } from '@jest/globals';
import { type IssuedVariant, issuedVariants } from '../../../src/features/debriefs/debriefs.rules.js';
import { type DebriefFacts, factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { checklistPage } from '../../../src/features/debriefs/pages/checklist-page.js';
import { words } from '../../../src/platform/content/content.js';
import { type Locale } from '../../../src/platform/content/locales.js';
import { everyCourse } from './courses.js';
import { textOf } from './html.js';
import { interview, record } from './records.js';

const visited = { kept: {}, hidden: new Set<never>(), debriefId: 'd', visit: { id: 'v', kind: 'own' } } as const;

const page = (locale: Locale, variant: IssuedVariant, facts: DebriefFacts): string =>
  checklistPage({ locale, variant, facts, answers: {}, job: null, coach: null, ...visited });

/** Words of praise and the fact that each one claims. */
const claims = (['en', 'es'] as const).map((locale) => {
  const { text } = words(locale);
  return {
    locale,
    interview: [
      text('debriefs.items.pos_reached.interview'),
      text('debriefs.items.pos_practice.interview'),
      text('debriefs.variants.R2.title'),
    ],
    talk: [
      text('debriefs.items.pos_reached.talk'),
      text('debriefs.items.pos_practice.talk'),
      text('debriefs.variants.R1.title'),
    ],
    finished: [text('debriefs.items.pos_finished.title')],
    people: [text('debriefs.items.pos_network.known')],
  };
});

describe('the truth rule, on the page, over every course an application can take', () => {
  const courses = everyCourse();

  it('looks at many courses', () => {
    expect(courses.length).toBeGreaterThan(400);
    expect(new Set(courses.map(({ variant }) => variant))).toEqual(new Set(issuedVariants));
  });

  it.each(claims)(
    'shows no praise in $locale whose fact is not in the record',
    ({ locale, interview: met, talk, finished, people }) => {
      for (const { variant, facts } of courses) {
        const shown = textOf(page(locale, variant, facts));
        const says = (lines: string[]): boolean => lines.some((line) => shown.includes(line));
        if (!facts.reachedInterview) expect(says(met)).toBe(false);
        if (!facts.reachedPhoneScreen) expect(says(talk)).toBe(false);
        if (!facts.hasApplied) expect(says(finished)).toBe(false);
        if (facts.peopleMet.length === 0) expect(says(people)).toBe(false);
        // Where nobody talked with the client, the word itself does not stand on the page.
        if (variant === 'R0') expect(shown).not.toMatch(/interview|entrevista/i);
      }
    },
  );

  it('does praise where the fact is there: a rule that silences everything would pass the test above', () => {
    for (const { locale, interview: met, talk, people } of claims) {
      const interviewed = factsOf(
        record({
          stagesReached: ['applied', 'phone_screen', 'interview'],
          interviews: [interview({ people: [{ name: 'Sam Lee' }] })],
        }),
      );
      const shown = textOf(page(locale, 'R2', interviewed));
      expect(shown).toContain(met[0]);
      expect(shown).toContain(people[0]);
      const screen = factsOf(record({ stagesReached: ['applied', 'phone_screen'] }));
      expect(textOf(page(locale, 'R1', screen))).toContain(talk[0]);
    }
  });
});
