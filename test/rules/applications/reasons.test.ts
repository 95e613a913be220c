import { describe, expect, it } from '@jest/globals';
import { type Application, type MoveRequest } from '../../../src/features/applications/application-state.rules.js';
import { begin, move } from '../../../src/features/applications/applications.rules.js';
import { reasonSources } from '../../../src/features/applications/stage-moves/reasons.rules.js';

const today = '2026-06-30';
const ids = { id: 'application-1', clientId: 'client-1' };
const applied: Application = { ...ids, ...begin(ids, { appliedOn: '2026-06-01' }, today).state };
const offered: Application = { ...ids, ...move(applied, { to: 'offer' }, { today }).state };
const act = (application: Application, request: MoveRequest) => () => move(application, request, { today });
const code = (text: string) => expect.objectContaining({ code: text });

describe('the reason of an ending', () => {
  it('is asked for a rejection, and may be unknown', () => {
    expect(act(applied, { to: 'rejected' })).toThrow(code('application.reason-required'));
    const result = move(applied, { to: 'rejected', reasons: [{ code: 'unknown', source: 'coach_guess' }] }, { today });
    expect(result.history.reasons).toEqual([{ code: 'unknown', source: 'coach_guess' }]);
  });

  it('is not taken with a stage or with silence', () => {
    const reason = { code: 'pay_mismatch', source: 'coach_guess' } as const;
    expect(act(applied, { to: 'interview', reasons: [reason] })).toThrow(code('application.reason-not-allowed'));
    expect(act(applied, { to: 'no_response', reasons: [reason] })).toThrow(code('application.reason-not-allowed'));
  });

  it('keeps a quote only from the side of the employer, so that a guess never looks like their words', () => {
    for (const source of reasonSources.filter((name) => name !== 'client_stated')) {
      const request: MoveRequest = {
        to: 'rejected',
        reasons: [{ code: 'overqualified', source, quote: 'Too senior' }],
      };
      if (source.endsWith('_guess')) {
        expect(act(applied, request)).toThrow(code('application.quote-needs-employer-source'));
      } else {
        expect(move(applied, request, { today }).history.reasons[0]?.quote).toBe('Too senior');
      }
    }
  });

  it('treats a blank quote as none', () => {
    const reason = { code: 'unknown', source: 'client_guess', quote: '  ' } as const;
    expect(move(applied, { to: 'rejected', reasons: [reason] }, { today }).history.reasons).toEqual([
      { code: 'unknown', source: 'client_guess' },
    ]);
  });

  it("takes the client's own reason for the client's own no, and never the employer's", () => {
    const reason = { code: 'pay_mismatch', source: 'client_stated' } as const;
    expect(move(offered, { to: 'declined', reasons: [reason] }, { today }).history.reasons).toEqual([reason]);
    expect(act(applied, { to: 'withdrawn', reasons: [{ code: 'pay_mismatch', source: 'employer_stated' }] })).toThrow(
      code('application.reason-source-not-allowed'),
    );
    expect(act(applied, { to: 'rejected', reasons: [reason] })).toThrow(code('application.reason-source-not-allowed'));
  });

  it('may be several, the main one first, and no code of one source twice', () => {
    const told = { code: 'language_level', source: 'recruiter', quote: 'Too little English' } as const;
    const guessed = { code: 'language_level', source: 'coach_guess' } as const;
    expect(move(applied, { to: 'rejected', reasons: [told, guessed] }, { today }).history.reasons).toEqual([
      told,
      guessed,
    ]);
    expect(act(applied, { to: 'rejected', reasons: [told, guessed, { ...guessed }] })).toThrow(
      code('application.reason-repeated'),
    );
    const bad = { code: 'unknown', source: 'client_stated' } as const;
    expect(act(applied, { to: 'rejected', reasons: [told, bad] })).toThrow(
      code('application.reason-source-not-allowed'),
    );
  });

  it('is optional for the other endings', () => {
    expect(move(applied, { to: 'withdrawn' }, { today }).history.reasons).toEqual([]);
    expect(move(offered, { to: 'offer_withdrawn' }, { today }).history.reasons).toEqual([]);
  });
});

describe('how the news came', () => {
  it('is silence for no answer, and only for that', () => {
    expect(move(applied, { to: 'no_response' }, { today }).history.learnedBy).toBe('silence');
    expect(act(applied, { to: 'no_response', learnedBy: 'email' })).toThrow(code('application.silence-is-no-response'));
    const reason = { code: 'unknown', source: 'client_guess' } as const;
    expect(act(applied, { to: 'rejected', reasons: [reason], learnedBy: 'silence' })).toThrow(
      code('application.silence-is-no-response'),
    );
  });
});

describe('the ledger line of a move', () => {
  it('names a rejection apart from other endings', () => {
    const reason = { code: 'unknown', source: 'client_guess' } as const;
    expect(move(applied, { to: 'rejected', reasons: [reason] }, { today }).event.name).toBe('application.rejected');
    expect(move(applied, { to: 'no_response' }, { today }).event.name).toBe('application.ended');
    expect(move(applied, { to: 'interview' }, { today }).event.name).toBe('application.moved');
  });

  it('holds ids, codes and days, and not one word that somebody typed', () => {
    const { event } = move(
      applied,
      {
        to: 'rejected',
        occurredOn: '2026-06-20',
        note: 'canary-note',
        learnedBy: 'phone',
        reasons: [
          { code: 'references', source: 'recruiter', quote: 'canary-quote' },
          { code: 'unknown', source: 'coach_guess' },
        ],
      },
      { today },
    );
    expect(event.facts).toEqual({
      applicationId: 'application-1',
      clientId: 'client-1',
      kind: 'ending',
      from: 'applied',
      to: 'rejected',
      occurredOn: '2026-06-20',
      stage: 'applied',
      furthestStage: 'applied',
      outcome: 'rejected',
      reasonCodes: ['references', 'unknown'],
      reasonSources: ['recruiter', 'coach_guess'],
      learnedBy: 'phone',
    });
    expect(JSON.stringify(event)).not.toContain('canary');
  });
});
