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
    const result = move(applied, { to: 'rejected', reason: { code: 'unknown', source: 'coach_guess' } }, { today });
    expect(result.history.reason).toEqual({ code: 'unknown', source: 'coach_guess' });
  });

  it('is not taken with a stage or with silence', () => {
    const reason = { code: 'pay_mismatch', source: 'coach_guess' } as const;
    expect(act(applied, { to: 'interview', reason })).toThrow(code('application.reason-not-allowed'));
    expect(act(applied, { to: 'no_response', reason })).toThrow(code('application.reason-not-allowed'));
  });

  it('keeps a quote only from the side of the employer, so that a guess never looks like their words', () => {
    for (const source of reasonSources.filter((name) => name !== 'client_stated')) {
      const request: MoveRequest = { to: 'rejected', reason: { code: 'overqualified', source, quote: 'Too senior' } };
      if (source.endsWith('_guess')) {
        expect(act(applied, request)).toThrow(code('application.quote-needs-employer-source'));
      } else {
        expect(move(applied, request, { today }).history.reason?.quote).toBe('Too senior');
      }
    }
  });

  it('treats a blank quote as none', () => {
    const reason = { code: 'unknown', source: 'client_guess', quote: '  ' } as const;
    expect(move(applied, { to: 'rejected', reason }, { today }).history.reason).toEqual({
      code: 'unknown',
      source: 'client_guess',
    });
  });

  it("takes the client's own reason for the client's own no, and never the employer's", () => {
    const reason = { code: 'pay_mismatch', source: 'client_stated' } as const;
    expect(move(offered, { to: 'declined', reason }, { today }).history.reason).toEqual(reason);
    expect(act(applied, { to: 'withdrawn', reason: { code: 'pay_mismatch', source: 'employer_stated' } })).toThrow(
      code('application.reason-source-not-allowed'),
    );
    expect(act(applied, { to: 'rejected', reason })).toThrow(code('application.reason-source-not-allowed'));
  });

  it('is optional for the other endings', () => {
    expect(move(applied, { to: 'withdrawn' }, { today }).history.reason).toBeNull();
    expect(move(offered, { to: 'offer_withdrawn' }, { today }).history.reason).toBeNull();
  });
});

describe('how the news came', () => {
  it('is silence for no answer, and only for that', () => {
    expect(move(applied, { to: 'no_response' }, { today }).history.learnedBy).toBe('silence');
    expect(act(applied, { to: 'no_response', learnedBy: 'email' })).toThrow(code('application.silence-is-no-response'));
    const reason = { code: 'unknown', source: 'client_guess' } as const;
    expect(act(applied, { to: 'rejected', reason, learnedBy: 'silence' })).toThrow(
      code('application.silence-is-no-response'),
    );
  });
});

describe('the ledger line of a move', () => {
  it('names a rejection apart from other endings', () => {
    const reason = { code: 'unknown', source: 'client_guess' } as const;
    expect(move(applied, { to: 'rejected', reason }, { today }).event.name).toBe('application.rejected');
    expect(move(applied, { to: 'no_response' }, { today }).event.name).toBe('application.ended');
    expect(move(applied, { to: 'interview' }, { today }).event.name).toBe('application.moved');
  });

  it('holds ids, codes and days, and not one word that somebody typed', () => {
    const { event } = move(
      applied,
      {
        to: 'rejected',
        on: '2026-06-20',
        note: 'canary-note',
        learnedBy: 'phone',
        reason: { code: 'references', source: 'recruiter', quote: 'canary-quote' },
      },
      { today },
    );
    expect(event.facts).toEqual({
      applicationId: 'application-1',
      clientId: 'client-1',
      kind: 'ending',
      from: 'applied',
      to: 'rejected',
      movedOn: '2026-06-20',
      stage: 'applied',
      furthestStage: 'applied',
      outcome: 'rejected',
      reasonCode: 'references',
      reasonSource: 'recruiter',
      learnedBy: 'phone',
    });
    expect(JSON.stringify(event)).not.toContain('canary');
  });
});
