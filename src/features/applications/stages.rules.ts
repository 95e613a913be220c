import { type StateMachine } from '../../kernel/state-machine.js';

/** The way of an application, in order. Employers leave steps out, so a move forward may skip some. */
export const stages = [
  'saved',
  'preparing',
  'applied',
  'screening',
  'phone_screen',
  'assessment',
  'interview',
  'reference_check',
  'conditional_offer',
  'check',
  'offer',
  'accepted',
  'started',
] as const;
export type Stage = (typeof stages)[number];

/**
 * How an application ends. The stage stays on the row and says where it ended. `hired` comes with the stage `started`;
 * `duplicate` is one that was written down twice, and counts nowhere.
 */
export const outcomes = [
  'hired',
  'rejected',
  'no_response',
  'withdrawn',
  'declined',
  'offer_withdrawn',
  'closed_position',
  'duplicate',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Whether it is open, or how it ended: what is counted together. What was written down twice is not counted. */
export const standings = ['open', ...outcomes.filter((outcome) => outcome !== 'duplicate')] as const;

/** Where an application stands: its stage while it is open, its outcome once it has ended. */
export const positions = [...stages, ...outcomes] as const;
export type Position = (typeof positions)[number];

/** What a move does: on the way, back over a mistake, to an ending, or out of one. */
export const moveKinds = ['advance', 'correction', 'ending', 'reopening'] as const;
export type MoveKind = (typeof moveKinds)[number];

export const isOutcome = (position: Position): position is Outcome =>
  (outcomes as readonly string[]).includes(position);

/** The outcome that comes with a stage: whoever starts is hired. */
export const outcomeAt = (stage: Stage): Outcome | null => (stage === 'started' ? 'hired' : null);

/** Place of a stage on the way, from 0. */
const rank = (stage: Stage): number => stages.indexOf(stage);

export const atLeast = (stage: Stage, floor: Stage): boolean => rank(stage) >= rank(floor);

export const later = (a: Stage, b: Stage): Stage => (atLeast(a, b) ? a : b);

/** From which stages an outcome can follow (first and last, both included). */
const endsFrom: Readonly<Record<Outcome, readonly [Stage, Stage]>> = {
  hired: ['started', 'started'], // by itself: whoever starts is hired
  rejected: ['applied', 'check'], // after a firm offer the employer's "no" is `offer_withdrawn`
  no_response: ['applied', 'offer'],
  withdrawn: ['saved', 'check'], // after a firm offer the client's "no" is `declined`
  declined: ['conditional_offer', 'accepted'],
  offer_withdrawn: ['conditional_offer', 'accepted'],
  closed_position: ['saved', 'check'],
  duplicate: ['saved', 'accepted'],
};

const endsAt = (stage: Stage, outcome: Outcome): boolean => {
  const [first, last] = endsFrom[outcome];
  return atLeast(stage, first) && atLeast(last, stage);
};

const isOpenStage = (stage: Stage): boolean => outcomeAt(stage) === null;

/** Where an outcome can be reopened to: a "no" never as "not sent yet"; who was hired, at any stage before the start. */
const reopensTo = (outcome: Outcome): Stage[] =>
  stages.filter((to) => isOpenStage(to) && (outcome === 'hired' || atLeast(to, endsFrom[outcome][0])));

/**
 * Every move there is. Open: forward (may skip), back (a correction), or to an outcome. `started` is passed, never stood
 * at: it is `hired` in the same moment. Ended: only back to a stage (a reopening), never from one outcome to another.
 */
export const applicationMachine: StateMachine<Position> = {
  name: 'application',
  initial: 'saved',
  moves: Object.fromEntries([
    ...stages.map((stage) => [
      stage,
      [
        ...stages.filter((to) => to !== stage && isOpenStage(stage)),
        ...outcomes.filter((outcome) => endsAt(stage, outcome)),
      ],
    ]),
    ...outcomes.map((outcome) => [outcome, reopensTo(outcome)]),
  ]) as Record<Position, Position[]>,
};
