import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Stage } from '../../../src/features/applications/stages.rules.js';
import {
  type IssuedVariant,
  isIssued,
  issuedVariants,
  variantFor,
} from '../../../src/features/debriefs/debriefs.rules.js';
import { type DebriefFacts, factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { recordOf } from '../../../src/features/debriefs/issuing/record.rules.js';
import { checklistPage } from '../../../src/features/debriefs/pages/checklist-page.js';
import { dayIn } from '../../../src/kernel/days.js';
import { words } from '../../../src/platform/content/content.js';
import { type Locale, localeTags } from '../../../src/platform/content/locales.js';
import { effort } from '../../support/effort.js';
import { type History, histories, type Meeting, recorded } from './histories.js';
import { textOf } from './html.js';

const visited = { kept: {}, hidden: new Set<never>(), debriefId: 'd', visit: { id: 'v', kind: 'own' } } as const;

const page = (locale: Locale, variant: IssuedVariant, facts: DebriefFacts): string =>
  textOf(checklistPage({ locale, variant, facts, answers: {}, job: null, coach: null, ...visited }));

/*
 * What is true of a history, told from what was written down and not from our facts: which stages stand after every
 * step back, and which meetings took place.
 */
const stagesOf = (history: History): readonly Stage[] => recorded(history).stagesReached;
const saidHeld = ({ outcome }: Meeting): boolean => ['passed', 'not_passed', 'unknown'].includes(outcome ?? '');
const isTalk = ({ kind }: Meeting): boolean => kind !== 'assessment';

/** Held by somebody's word; or nobody said otherwise, its day was not after the answer, and a stage of talks stands. */
function tookPlace(history: History, meeting: Meeting): boolean {
  if (!isTalk(meeting)) return false;
  if (saidHeld(meeting)) return true;
  const start = new Date(meeting.startsAt);
  return (
    meeting.outcome === null &&
    start <= history.now &&
    dayIn(meeting.timeZone, start) <= history.decidedOn &&
    stagesOf(history).some((stage) => stage === 'phone_screen' || stage === 'interview')
  );
}

const held = (history: History): Meeting[] => history.meetings.filter((meeting) => tookPlace(history, meeting));
const stands = (history: History, stage: Stage): boolean => stagesOf(history).includes(stage);
const isRemote = ({ kind }: Meeting): boolean => kind === 'phone' || kind === 'video';

/** No interview without a meeting that was held, unless the coach says so by the stage and no other meeting speaks. */
function hadInterview(history: History): boolean {
  const could = history.meetings.filter(
    (meeting) => isTalk(meeting) && !(meeting.kind === 'phone' && stands(history, 'phone_screen')),
  );
  if (could.length === 0) return stands(history, 'interview');
  const met = could.filter((meeting) => tookPlace(history, meeting));
  if (stands(history, 'interview')) return met.length > 0;
  return !stands(history, 'phone_screen') && met.some((meeting) => !isRemote(meeting));
}

const hadTalk = (history: History): boolean =>
  held(history).length > 0 ||
  (stands(history, 'phone_screen') && !history.meetings.some(isTalk)) ||
  (stands(history, 'phone_screen') &&
    stands(history, 'interview') &&
    !history.meetings.some(({ kind }) => kind === 'phone')) ||
  hadInterview(history);

const hadRounds = (history: History): boolean => new Set(held(history).map(({ startsAt }) => startsAt)).size >= 2;

/** Each statement of the page, and when it is true. */
const statements: Record<string, (history: History) => boolean> = {
  'debriefs.openings.no': ({ outcome }) => outcome !== 'closed_position',
  'debriefs.openings.closed': ({ outcome }) => outcome === 'closed_position',
  'debriefs.variants.R2.title': hadInterview,
  'debriefs.items.pos_reached.interview': hadInterview,
  'debriefs.items.pos_reached.talk': hadTalk,
  'debriefs.items.pos_reached.references': (history) => stands(history, 'reference_check'),
  'debriefs.items.pos_practice.title': hadTalk,
  'debriefs.items.pos_finished.title': (history) =>
    history.moves.some(({ to }) => to !== 'saved' && to !== 'preparing'),
  'debriefs.items.pos_network.known': (history) => held(history).some(({ people }) => people.length > 0),
  'debriefs.variants.R1.title': (history) => hadTalk(history) && held(history).every(isRemote),
  'debriefs.variants.R1.inPerson': hadTalk,
  'debriefs.variants.R3.title': hadRounds,
  'debriefs.variants.R3.far': (history) => hadRounds(history) || stands(history, 'reference_check'),
  'debriefs.items.q_asked.title': hadTalk,
  'debriefs.items.q_hard.title': hadTalk,
  'debriefs.items.liked.title': hadTalk,
  'debriefs.items.people.title': hadTalk,
  'debriefs.items.forgot.title': hadTalk,
  'debriefs.items.logistics.title': hadTalk,
  'debriefs.items.feedback_ask.title': ({ outcome }) => outcome !== 'closed_position',
};

const keys = Object.keys(statements);

interface Issued {
  history: History;
  variant: IssuedVariant;
  facts: DebriefFacts;
}

/** What is issued for a history, as the worker does it. */
function issued(history: History): Issued | null {
  const application = recorded(history);
  const facts = factsOf(recordOf(application, history.now));
  const variant = variantFor({ ...application, facts });
  return isIssued(variant) && facts.hasApplied ? { history, variant, facts } : null;
}

const runs = { numRuns: effort.histories, seed: effort.fuzzSeed };

describe('the truth rule, on the page, over generated histories', () => {
  const seen = new Set<string>();
  const variants = new Set<string>();
  let traits: Record<string, number>;

  beforeAll(() => {
    const sample = fc.sample(histories, { ...runs, numRuns: 2000 });
    const count = (of: (history: History) => boolean): number => sample.filter(of).length;
    traits = {
      noShows: count(({ meetings }) => meetings.some(({ outcome }) => outcome?.startsWith('no_show') ?? false)),
      ahead: count(({ meetings, now }) => meetings.some(({ startsAt }) => new Date(startsAt) > now)),
      reopened: count(({ moves }) => moves.some(({ kind }) => kind === 'reopening')),
      corrected: count(({ moves }) => moves.some(({ kind }) => kind === 'correction')),
      closed: count(({ outcome }) => outcome === 'closed_position'),
      off: count(({ meetings }) => meetings.some(({ outcome }) => outcome === 'cancelled')),
      decidedBefore: count(({ meetings, decidedOn }) =>
        meetings.some(({ startsAt }) => startsAt.slice(0, 10) > decidedOn),
      ),
    };
  });

  it('plays every kind of history', () => {
    for (const [trait, count] of Object.entries(traits)) expect([trait, count > 40]).toEqual([trait, true]);
  });

  it.each(localeTags)('says nothing in %s that the history does not bear out', (locale) => {
    const { text } = words(locale);
    fc.assert(
      fc.property(histories, (history) => {
        const one = issued(history);
        if (!one) return;
        variants.add(one.variant);
        const shown = page(locale, one.variant, one.facts);
        const said = keys.filter((key) => shown.includes(text(key)));
        for (const key of said) {
          seen.add(key);
          // One text may stand for two keys; one of them must be true.
          const same = keys.filter((other) => text(other) === text(key));
          expect([key, same.some((other) => statements[other]?.(history))]).toEqual([key, true]);
        }
        // Where nobody talked with the client, the word itself does not stand on the page.
        if (one.variant === 'R0') expect(shown).not.toMatch(/interview|entrevista/i);
        for (const { name } of one.facts.peopleMet)
          expect(held(history).some(({ people }) => people.some((person) => person.name === name))).toBe(true);
      }),
      runs,
    );
  });

  it('did say each of them somewhere: a rule that silences everything would pass too', () => {
    expect(Object.keys(statements).filter((key) => !seen.has(key))).toEqual([]);
    expect([...variants].sort()).toEqual([...issuedVariants]);
  });

  it('never has the same meeting twice, however often it is written down', () => {
    fc.assert(
      fc.property(histories, ({ meetings }) => {
        const standing = meetings.filter(({ outcome }) => outcome !== 'cancelled' && outcome !== 'rescheduled');
        const starts = standing.map(({ startsAt }) => startsAt);
        expect(new Set(starts).size).toBe(starts.length);
      }),
      runs,
    );
  });
});
