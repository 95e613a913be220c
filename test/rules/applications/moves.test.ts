import { describe, expect, it } from '@jest/globals';
import {
  type Application,
  endingStage,
  type MoveOutcome,
  type MoveRequest,
  stagesReached,
} from '../../../src/features/applications/application-state.rules.js';
import { begin, move } from '../../../src/features/applications/applications.rules.js';
import { correctAppliedOn } from '../../../src/features/applications/stage-moves/days.rules.js';
import { nextOf } from '../../../src/features/applications/stage-moves/next-moves.rules.js';
import {
  applicationMachine,
  atLeast,
  outcomes,
  type Position,
  stages,
} from '../../../src/features/applications/stages.rules.js';
import { AppError } from '../../../src/kernel/errors.js';
import { canMove, flawsOf } from '../../../src/kernel/state-machine.js';

const today = '2026-06-30';
const ids = { id: 'application-1', clientId: 'client-1' };
const guess = { code: 'unknown', source: 'client_guess' } as const;

/** Plays moves in order from a new application and gives back where it stands. */
function play(...requests: MoveRequest[]): Application {
  let application: Application = { ...ids, ...begin(ids, { appliedOn: '2026-06-01' }, today).state };
  for (const request of requests) application = { ...ids, ...move(application, request, { today }).state };
  return application;
}
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'not refused';
};
const refuses = (application: Application, request: MoveRequest): string =>
  refusal(() => move(application, request, { today }));

describe('the way of an application', () => {
  it('is a sound table', () => expect(flawsOf(applicationMachine)).toEqual([]));

  it('lets a coach skip stages forward, because employers do', () => {
    const result = move(play(), { to: 'interview', occurredOn: '2026-06-10' }, { today });
    expect(result.state).toMatchObject({ stage: 'interview', furthestStage: 'interview', appliedOn: '2026-06-01' });
    expect(result.history).toMatchObject({
      kind: 'advance',
      from: 'applied',
      to: 'interview',
      occurredOn: '2026-06-10',
    });
  });

  it('refuses the same stage again', () => {
    expect(refuses(play(), { to: 'applied' })).toBe('application.move-not-allowed');
  });

  it('takes today when no day is given', () => {
    expect(move(play(), { to: 'screening' }, { today }).history.occurredOn).toBe(today);
  });

  it('sets the day of applying on reaching applied or anything after it', () => {
    const saved: Application = { ...ids, ...begin(ids, {}, today).state };
    expect(saved).toMatchObject({ stage: 'saved', appliedOn: null });
    expect(move(saved, { to: 'preparing' }, { today }).state.appliedOn).toBeNull();
    expect(move(saved, { to: 'applied', occurredOn: '2026-06-20' }, { today }).state.appliedOn).toBe('2026-06-20');
    expect(move(saved, { to: 'phone_screen', occurredOn: '2026-06-22' }, { today }).state.appliedOn).toBe('2026-06-22');
  });

  it('never goes from one outcome to another, from any outcome', () => {
    for (const from of outcomes) {
      for (const to of outcomes) expect(canMove(applicationMachine, from, to)).toBe(false);
    }
    const ended = play({ to: 'withdrawn' });
    expect(refuses(ended, { to: 'rejected', reasons: [guess] })).toBe('application.already-ended');
    expect(refuses(ended, { to: 'withdrawn' })).toBe('application.already-ended');
  });

  it('ends with declined or a withdrawn offer only after an offer stage', () => {
    for (const stage of stages) {
      const offered = atLeast(stage, 'conditional_offer') && stage !== 'started';
      expect([stage, canMove(applicationMachine, stage, 'declined')]).toEqual([stage, offered]);
      expect([stage, canMove(applicationMachine, stage, 'offer_withdrawn')]).toEqual([stage, offered]);
    }
    expect(refuses(play({ to: 'interview' }), { to: 'declined' })).toBe('application.move-not-allowed');
  });

  it('does not call an application rejected or unanswered that was never sent', () => {
    const saved: Application = { ...ids, ...begin(ids, {}, today).state };
    expect(refuses(saved, { to: 'rejected', reasons: [guess] })).toBe('application.not-sent-yet');
    expect(refuses(saved, { to: 'no_response' })).toBe('application.not-sent-yet');
    expect(refuses(play({ to: 'offer' }), { to: 'rejected', reasons: [guess] })).toBe('application.move-not-allowed');
  });
});

describe('the beginning', () => {
  const beginning = (given: Parameters<typeof begin>[1]) => begin(ids, given, today);

  it('is saved, or applied when the day is known', () => {
    expect(beginning({}).state).toMatchObject({ stage: 'saved', appliedOn: null, lastMovedOn: null });
    expect(beginning({ appliedOn: '2026-06-03' }).state).toMatchObject({ stage: 'applied', appliedOn: '2026-06-03' });
  });

  it('may lie further on, because coaches meet people half-way', () => {
    const late = beginning({ stage: 'interview', appliedOn: '2026-06-03' });
    expect(late.state).toMatchObject({ stage: 'interview', furthestStage: 'interview', lastMovedOn: '2026-06-03' });
    expect(late.history).toMatchObject({ from: null, to: 'interview', occurredOn: today });
    expect(beginning({ stage: 'screening' }).state.appliedOn).toBe(today);
    expect(refuses({ ...ids, ...late.state }, { to: 'rejected', occurredOn: '2026-06-20', reasons: [guess] })).toBe(
      'not refused',
    );
  });

  it('has no day of applying before it is sent', () => {
    expect(refusal(() => beginning({ stage: 'preparing', appliedOn: '2026-06-03' }))).toBe('application.not-sent-yet');
  });
});

describe('days', () => {
  it('may lie in the past, but not in the future of the organization', () => {
    expect(refuses(play(), { to: 'screening', occurredOn: '2026-07-01' })).toBe('application.day-in-future');
    expect(refusal(() => begin(ids, { appliedOn: '2026-07-01' }, today))).toBe('application.day-in-future');
  });

  it('may be the day of the last move, but not before it, nor before the day of applying', () => {
    const screened = play({ to: 'phone_screen', occurredOn: '2026-06-12' });
    expect(refuses(screened, { to: 'interview', occurredOn: '2026-06-12' })).toBe('not refused');
    expect(refuses(screened, { to: 'interview', occurredOn: '2026-06-11' })).toBe('application.day-before-last-move');
    expect(refuses(play(), { to: 'interview', occurredOn: '2026-05-31' })).toBe('application.day-before-last-move');
    expect(refuses(screened, { to: 'rejected', occurredOn: '2026-06-11', reasons: [guess] })).toBe(
      'application.day-before-last-move',
    );
  });

  it('lets the day of applying be corrected, but not past a later move', () => {
    const screened = play({ to: 'phone_screen', occurredOn: '2026-06-12' });
    expect(correctAppliedOn(screened, '2026-06-03', { today })).toEqual({
      appliedOn: '2026-06-03',
      lastMovedOn: '2026-06-12',
    });
    expect(refusal(() => correctAppliedOn(screened, '2026-06-13', { today }))).toBe(
      'application.applied-after-last-move',
    );
    const again = play(
      { to: 'phone_screen', occurredOn: '2026-06-12' },
      { to: 'rejected', occurredOn: '2026-06-14', reasons: [guess] },
      { to: 'applied', occurredOn: '2026-06-20', note: 'they wrote again' },
    );
    expect(correctAppliedOn(again, '2026-06-03', { today }).lastMovedOn).toBe('2026-06-20');
    expect(correctAppliedOn(play(), '2026-06-13', { today })).toEqual({
      appliedOn: '2026-06-13',
      lastMovedOn: '2026-06-13',
    });
  });
});

describe('a correction', () => {
  const wrong = play({ to: 'interview', occurredOn: '2026-06-25' });

  it('needs a note that says why', () => {
    expect(refuses(wrong, { to: 'phone_screen' })).toBe('application.note-required');
    expect(refuses(wrong, { to: 'phone_screen', note: '   ' })).toBe('application.note-required');
  });

  it('takes back what did not happen, so that nobody is told they got to an interview they never had', () => {
    const result = move(wrong, { to: 'phone_screen', note: 'It was only a call' }, { today });
    expect(result.state).toMatchObject({ stage: 'phone_screen', furthestStage: 'phone_screen' });
    expect(result.history).toMatchObject({ kind: 'correction', from: 'interview', note: 'It was only a call' });
    expect(result.event.name).toBe('application.moved');
  });

  it('makes room to record the right move with its right, earlier day', () => {
    const back: Application = { ...ids, ...move(wrong, { to: 'applied', note: 'Wrong day' }, { today }).state };
    expect(move(back, { to: 'interview', occurredOn: '2026-06-20' }, { today }).state).toMatchObject({
      stage: 'interview',
      lastMovedOn: '2026-06-20',
      appliedOn: '2026-06-01',
    });
  });

  it('to a stage before applying takes the day of applying away', () => {
    expect(move(wrong, { to: 'preparing', note: 'Not sent yet' }, { today }).state).toMatchObject({
      appliedOn: null,
      furthestStage: 'preparing',
    });
  });

  it('to applied with a day corrects the day of applying', () => {
    const result = move(wrong, { to: 'applied', occurredOn: '2026-05-20', note: 'Wrong row' }, { today });
    expect(result.state.appliedOn).toBe('2026-05-20');
  });
});

describe('an ending', () => {
  const ended = play(
    { to: 'interview', occurredOn: '2026-06-10' },
    { to: 'rejected', occurredOn: '2026-06-20', reasons: [guess], learnedBy: 'phone' },
  );

  it('keeps the stage it ended at and the furthest stage', () => {
    expect(ended).toMatchObject({ outcome: 'rejected', stage: 'interview', furthestStage: 'interview' });
    expect(endingStage(ended)).toBe('interview');
    expect(endingStage(play())).toBeNull();
  });

  it('can be reopened by a late reply, with a note, and keeps what was reached', () => {
    expect(refuses(ended, { to: 'interview' })).toBe('application.note-required');
    const result = move(ended, { to: 'phone_screen', note: 'They called back' }, { today });
    expect(result.state).toMatchObject({ stage: 'phone_screen', outcome: null, furthestStage: 'interview' });
    expect(result.event).toMatchObject({ name: 'application.reopened', facts: { from: 'rejected' } });
  });

  it('once reopened can end again, and a correction then does not take back the first time round', () => {
    const again = play(
      { to: 'interview', occurredOn: '2026-06-10' },
      { to: 'no_response', occurredOn: '2026-06-20' },
      { to: 'phone_screen', occurredOn: '2026-06-22', note: 'They called back' },
      { to: 'reference_check', occurredOn: '2026-06-24' },
      { to: 'phone_screen', note: 'No references yet' },
    );
    expect(again).toMatchObject({ stage: 'phone_screen', furthestStage: 'interview', outcome: null });
    expect(refuses(again, { to: 'rejected', reasons: [guess] })).toBe('not refused');
  });

  it('is not reopened as never sent', () => {
    expect(refuses(ended, { to: 'saved', note: 'x' })).toBe('application.move-not-allowed');
  });

  it('recorded by mistake with a wrong day can be taken back and recorded again with the right one', () => {
    const open: Application = {
      ...ids,
      ...move(ended, { to: 'interview', occurredOn: '2026-06-10', note: 'Wrong day' }, { today }).state,
    };
    expect(refuses(open, { to: 'rejected', occurredOn: '2026-06-15', reasons: [guess] })).toBe('not refused');
  });

  it('as a double is there from every stage, and is reopened to any', () => {
    for (const to of stages.filter((stage) => stage !== 'started')) {
      const written: Application = { ...ids, ...begin(ids, { stage: to }, today).state };
      expect(move(written, { to: 'duplicate' }, { today })).toMatchObject({
        state: { stage: to, outcome: 'duplicate' },
        event: { name: 'application.ended' },
      });
      expect(canMove(applicationMachine, 'duplicate', to)).toBe(true);
    }
  });
});

describe('a start', () => {
  const offer = { to: 'offer', occurredOn: '2026-06-10' } as const;
  const started = play(offer, { to: 'started', occurredOn: '2026-06-20' });

  it('is the end that all hope for: hired in the same moment, by either word', () => {
    const result = move(play(offer), { to: 'started', occurredOn: '2026-06-20' }, { today });
    expect(result).toMatchObject({
      state: { stage: 'started', furthestStage: 'started', outcome: 'hired', lastMovedOn: '2026-06-20' },
      history: { kind: 'ending', from: 'offer', to: 'started' },
      event: { name: 'application.hired', facts: { outcome: 'hired' } },
    });
    expect(move(play(offer), { to: 'hired', occurredOn: '2026-06-20' }, { today })).toEqual(result);
    expect(begin(ids, { stage: 'started' }, today).state).toMatchObject({ stage: 'started', outcome: 'hired' });
  });

  it('may skip stages, and then is the day of applying when no other is known', () => {
    const saved: Application = { ...ids, ...begin(ids, {}, today).state };
    expect(move(saved, { to: 'started' }, { today }).state).toMatchObject({ appliedOn: today, outcome: 'hired' });
  });

  it('has no other outcome after it, until it is taken back', () => {
    for (const to of [...outcomes, 'started'] as const)
      expect(refuses(started, { to })).toBe('application.already-ended');
    expect(refuses(started, { to: 'accepted' })).toBe('application.note-required');
  });

  it('that is taken back did not happen: nobody counts as hired who is not', () => {
    const back = move(started, { to: 'offer', note: 'She never began' }, { today });
    expect(back).toMatchObject({
      state: { stage: 'offer', furthestStage: 'offer', outcome: null, reachedBeforeReopening: null },
      history: { kind: 'reopening', from: 'hired' },
      event: { name: 'application.reopened' },
    });
    const history = [
      { kind: 'advance', from: null, to: 'offer' },
      { kind: 'ending', from: 'offer', to: 'started' },
      { kind: 'reopening', from: 'hired', to: 'offer' },
    ] as const;
    expect(stagesReached(history)).toEqual(['offer']);
  });
});

describe('the stages that really happened', () => {
  it('leave out what was recorded by mistake, so that nobody is told they got to an interview they never had', () => {
    const moves = [
      { kind: 'advance', from: null, to: 'applied' },
      { kind: 'advance', from: null, to: 'interview' },
      { kind: 'correction', from: null, to: 'phone_screen' },
      { kind: 'ending', from: null, to: 'rejected' },
    ] as const;
    expect(stagesReached(moves)).toEqual(['applied', 'phone_screen']);
  });

  it('keep what a time before a reopening had reached', () => {
    const moves = [
      { kind: 'advance', from: null, to: 'interview' },
      { kind: 'ending', from: null, to: 'no_response' },
      { kind: 'reopening', from: null, to: 'phone_screen' },
      { kind: 'advance', from: null, to: 'offer' },
      { kind: 'correction', from: null, to: 'phone_screen' },
    ] as const;
    expect(stagesReached(moves)).toEqual(['interview', 'phone_screen']);
  });
});

describe('what may come next', () => {
  const day = { occurredOn: today };
  const given = (to: Position, needs: readonly string[]): MoveRequest => ({
    to,
    ...day,
    ...(needs.includes('reasons') ? { reasons: [guess] } : {}),
    ...(needs.includes('note') ? { note: 'why' } : {}),
  });
  const standing = [
    ...stages.map((stage): Application => ({ ...ids, ...begin(ids, { stage }, today).state })),
    ...outcomes
      .filter((outcome) => outcome !== 'hired')
      .flatMap((outcome) => stages.map((stage) => [stage, outcome] as const))
      .filter(([stage, outcome]) => canMove(applicationMachine, stage, outcome))
      .map(([stage, outcome]): Application => ({ ...ids, ...begin(ids, { stage }, today).state, outcome })),
  ];

  it('is said with all that the rules ask for, and with nothing else', () => {
    for (const application of standing) {
      for (const { to, needs } of nextOf(application)) {
        expect([application, to, refuses(application, given(to, needs))]).toEqual([application, to, 'not refused']);
        for (const need of needs) {
          const without = needs.filter((other) => other !== need);
          expect([to, need, refuses(application, given(to, without))]).not.toEqual([to, need, 'not refused']);
        }
      }
    }
  });

  it('is all that there is: what is not said is refused', () => {
    for (const application of standing) {
      const said = nextOf(application).map(({ to }) => to);
      const others = [...stages, ...outcomes].filter((to) => to !== 'hired' && !said.includes(to));
      for (const to of others) {
        const request = given(to, to === 'rejected' ? ['reasons', 'note'] : ['note']);
        expect([application, to, refuses(application, request)]).not.toEqual([application, to, 'not refused']);
      }
    }
  });

  it('is a start or an end for what was applied for, and the way back with a note', () => {
    const moves = nextOf({ stage: 'applied', outcome: null });
    expect(moves).toContainEqual({ to: 'rejected', needs: ['reasons'] });
    expect(moves).toContainEqual({ to: 'saved', needs: ['note'] });
    expect(moves).toContainEqual({ to: 'started', needs: [] });
    expect(moves.map(({ to }) => to)).not.toContain('hired');
    expect(nextOf({ stage: 'started', outcome: 'hired' }).map(({ to }) => to)).toEqual(stages.slice(0, -1));
  });
});

describe('any way through', () => {
  /** A small generator (mulberry32), so that a failure can be played again. */
  const random = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  it('keeps the furthest stage at or past the stage, days in order, and an applying day from applied on', () => {
    const next = random(7);
    const positions: Position[] = [...stages, ...outcomes];
    let moved = 0;
    for (let run = 0; run < 300; run += 1) {
      const first = begin(ids, {}, today);
      let application: Application = { ...ids, ...first.state };
      const history = [first.history];
      for (let step = 0; step < 12; step += 1) {
        const to = positions[Math.floor(next() * positions.length)] ?? 'saved';
        const on = `2026-06-${String(1 + Math.floor(next() * 30)).padStart(2, '0')}`;
        const reason = to === 'rejected' ? { reasons: [guess] } : {};
        let result: MoveOutcome;
        try {
          result = move(application, { to, occurredOn: on, note: 'why', ...reason }, { today });
        } catch (error) {
          if (error instanceof AppError) continue;
          throw error;
        }
        moved += 1;
        application = { ...ids, ...result.state };
        history.push(result.history);
        expect(atLeast(application.furthestStage, application.stage)).toBe(true);
        expect(application.outcome === 'hired').toBe(application.furthestStage === 'started');
        expect(stages.findLast((stage) => stagesReached(history).includes(stage))).toBe(application.furthestStage);
        if (atLeast(application.stage, 'applied')) expect(application.appliedOn).not.toBeNull();
        if (application.appliedOn && application.lastMovedOn) {
          expect(application.appliedOn <= application.lastMovedOn).toBe(true);
        }
      }
    }
    expect(moved).toBeGreaterThan(600);
  });
});
