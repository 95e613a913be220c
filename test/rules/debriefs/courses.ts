import { outcomes, type Stage, stages } from '../../../src/features/applications/stages.rules.js';
import { type IssuedVariant, isIssued, variantFor } from '../../../src/features/debriefs/debriefs.rules.js';
import { type DebriefFacts, factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { interview, record } from './records.js';

const historiesTo = (last: Stage): Stage[][] => {
  const all = stages.slice(0, stages.indexOf(last) + 1);
  return [all, ['applied', last], [last], all.filter((stage) => stage !== 'interview' || stage === last)];
};

const meetings = [
  [],
  [interview({ state: 'cancelled', people: [{ name: 'Sam Lee' }] })],
  [interview({ state: 'planned' })],
  [interview({ people: [{ name: 'Sam Lee' }] })],
  [interview(), interview({ round: 2, people: [{ name: 'Sam Lee' }] })],
  [interview({ kind: 'phone_screen', people: [{ name: 'Kim' }] })],
  [interview({ kind: 'phone_screen', state: 'missed' }), interview({ state: 'missed' })],
];

/** Every ending at every stage, with histories that jump, and meetings that took place or fell through. */
export function everyCourse(): { variant: IssuedVariant; facts: DebriefFacts }[] {
  return outcomes.flatMap((outcome) =>
    stages.flatMap((stage) =>
      historiesTo(stage).flatMap((stagesReached) =>
        meetings.flatMap((interviews) => {
          const facts = factsOf(record({ stagesReached, interviews, hasLetter: interviews.length % 2 === 0 }));
          const variant = variantFor({
            outcome,
            furthestStage: stages.findLast((reached) => stagesReached.includes(reached)) ?? 'saved',
            interviewRounds: facts.roundCount,
            reachedPhoneScreen: facts.reachedPhoneScreen,
          });
          return isIssued(variant) ? [{ variant, facts }] : [];
        }),
      ),
    ),
  );
}
