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
    const result = move(play(), { to: 'interview', on: '2026-06-10' }, { today });
    expect(result.state).toMatchObject({ stage: 'interview', furthestStage: 'interview', appliedOn: '2026-06-01' });
    expect(result.history).toMatchObject({ kind: 'advance', from: 'applied', to: 'interview', on: '2026-06-10' });
  });

  it('refuses the same stage again', () => {
    expect(refuses(play(), { to: 'applied' })).toBe('application.move-not-allowed');
  });

  it('takes today when no day is given', () => {
    expect(move(play(), { to: 'screening' }, { today }).history.on).toBe(today);
  });

  it('sets the day of applying on reaching applied or anything after it', () => {
    const saved: Application = { ...ids, ...begin(ids, {}, today).state };
    expect(saved).toMatchObject({ stage: 'saved', appliedOn: null });
    expect(move(saved, { to: 'preparing' }, { today }).state.appliedOn).toBeNull();
    expect(move(saved, { to: 'applied', on: '2026-06-20' }, { today }).state.appliedOn).toBe('2026-06-20');
    expect(move(saved, { to: 'phone_screen', on: '2026-06-22' }, { today }).state.appliedOn).toBe('2026-06-22');
  });

  it('never goes from one outcome to another, from any outcome', () => {
    for (const from of outcomes) {
      for (const to of outcomes) expect(canMove(applicationMachine, from, to)).toBe(false);
    }
    const ended = play({ to: 'withdrawn' });
    expect(refuses(ended, { to: 'rejected', reason: guess })).toBe('application.already-ended');
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
    expect(refuses(saved, { to: 'rejected', reason: guess })).toBe('application.not-sent-yet');
    expect(refuses(saved, { to: 'no_response' })).toBe('application.not-sent-yet');
    expect(refuses(play({ to: 'offer' }), { to: 'rejected', reason: guess })).toBe('application.move-not-allowed');
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
    expect(late.history).toMatchObject({ from: null, to: 'interview', on: today });
    expect(beginning({ stage: 'screening' }).state.appliedOn).toBe(today);
    expect(refuses({ ...ids, ...late.state }, { to: 'rejected', on: '2026-06-20', reason: guess })).toBe('not refused');
  });

  it('has no day of applying before it is sent', () => {
    expect(refusal(() => beginning({ stage: 'preparing', appliedOn: '2026-06-03' }))).toBe('application.not-sent-yet');
  });
});

describe('days', () => {
  it('may lie in the past, but not in the future of the organization', () => {
    expect(refuses(play(), { to: 'screening', on: '2026-07-01' })).toBe('application.day-in-future');
    expect(refusal(() => begin(ids, { appliedOn: '2026-07-01' }, today))).toBe('application.day-in-future');
  });

  it('may be the day of the last move, but not before it, nor before the day of applying', () => {
    const screened = play({ to: 'phone_screen', on: '2026-06-12' });
    expect(refuses(screened, { to: 'interview', on: '2026-06-12' })).toBe('not refused');
    expect(refuses(screened, { to: 'interview', on: '2026-06-11' })).toBe('application.day-before-last-move');
    expect(refuses(play(), { to: 'interview', on: '2026-05-31' })).toBe('application.day-before-last-move');
    expect(refuses(screened, { to: 'rejected', on: '2026-06-11', reason: guess })).toBe(
      'application.day-before-last-move',
    );
  });

  it('lets the day of applying be corrected, but not past a later move', () => {
    const screened = play({ to: 'phone_screen', on: '2026-06-12' });
    expect(correctAppliedOn(screened, '2026-06-03', { today })).toEqual({
      appliedOn: '2026-06-03',
      lastMovedOn: '2026-06-12',
    });
    expect(refusal(() => correctAppliedOn(screened, '2026-06-13', { today }))).toBe(
      'application.applied-after-last-move',
    );
    expect(correctAppliedOn(play(), '2026-06-13', { today })).toEqual({
      appliedOn: '2026-06-13',
      lastMovedOn: '2026-06-13',
    });
  });
});

describe('a correction', () => {
  const wrong = play({ to: 'interview', on: '2026-06-25' });

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
    expect(move(back, { to: 'interview', on: '2026-06-20' }, { today }).state).toMatchObject({
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
    const result = move(wrong, { to: 'applied', on: '2026-05-20', note: 'Wrong row' }, { today });
    expect(result.state.appliedOn).toBe('2026-05-20');
  });
});

describe('an ending', () => {
  const ended = play(
    { to: 'interview', on: '2026-06-10' },
    { to: 'rejected', on: '2026-06-20', reason: guess, learnedBy: 'phone' },
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
      { to: 'interview', on: '2026-06-10' },
      { to: 'no_response', on: '2026-06-20' },
      { to: 'phone_screen', on: '2026-06-22', note: 'They called back' },
      { to: 'reference_check', on: '2026-06-24' },
      { to: 'phone_screen', note: 'No references yet' },
    );
    expect(again).toMatchObject({ stage: 'phone_screen', furthestStage: 'interview', outcome: null });
    expect(refuses(again, { to: 'rejected', reason: guess })).toBe('not refused');
  });

  it('is not reopened as never sent', () => {
    expect(refuses(ended, { to: 'saved', note: 'x' })).toBe('application.move-not-allowed');
  });

  it('recorded by mistake with a wrong day can be taken back and recorded again with the right one', () => {
    const open: Application = {
      ...ids,
      ...move(ended, { to: 'interview', on: '2026-06-10', note: 'Wrong day' }, { today }).state,
    };
    expect(refuses(open, { to: 'rejected', on: '2026-06-15', reason: guess })).toBe('not refused');
  });

  it('after a start has no outcome any more', () => {
    for (const to of outcomes) expect(canMove(applicationMachine, 'started', to)).toBe(false);
  });
});

describe('the stages that really happened', () => {
  it('leave out what was recorded by mistake, so that nobody is told they got to an interview they never had', () => {
    const moves = [
      { kind: 'advance', to: 'applied' },
      { kind: 'advance', to: 'interview' },
      { kind: 'correction', to: 'phone_screen' },
      { kind: 'ending', to: 'rejected' },
    ] as const;
    expect(stagesReached(moves)).toEqual(['applied', 'phone_screen']);
  });

  it('keep what a time before a reopening had reached', () => {
    const moves = [
      { kind: 'advance', to: 'interview' },
      { kind: 'ending', to: 'no_response' },
      { kind: 'reopening', to: 'phone_screen' },
      { kind: 'advance', to: 'offer' },
      { kind: 'correction', to: 'phone_screen' },
    ] as const;
    expect(stagesReached(moves)).toEqual(['interview', 'phone_screen']);
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
        const reason = to === 'rejected' ? { reason: guess } : {};
        let result: MoveOutcome;
        try {
          result = move(application, { to, on, note: 'why', ...reason }, { today });
        } catch (error) {
          if (error instanceof AppError) continue;
          throw error;
        }
        moved += 1;
        application = { ...ids, ...result.state };
        history.push(result.history);
        expect(atLeast(application.furthestStage, application.stage)).toBe(true);
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
