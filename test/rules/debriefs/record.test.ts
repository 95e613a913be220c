import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  codeDigest,
  randomSecrets,
  secretsOfMail,
  shownCode,
  typedCode,
} from '../../../src/features/client-links/codes.js';
import { type AnswerRow, answersOf, rowsOf } from '../../../src/features/debriefs/checklist/answer-rows.rules.js';
import { type DebriefStatus, linkExpiry, withdrawals } from '../../../src/features/debriefs/debriefs.rules.js';
import { factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import {
  type RecordedApplication,
  type RecordedMeeting,
  recordOf,
} from '../../../src/features/debriefs/issuing/record.rules.js';
import { refusalOf } from '../refusal.js';

const now = new Date('2026-11-23T18:00:00Z');
const meeting = (given: Partial<RecordedMeeting> = {}): RecordedMeeting => ({
  round: 1,
  kind: 'in_person',
  outcome: null,
  startsAt: '2026-11-20T18:00:00Z',
  timeZone: 'America/Los_Angeles',
  promisedDecisionOn: null,
  people: [],
  ...given,
});
const recorded = (given: Partial<RecordedApplication> = {}) =>
  recordOf(
    {
      outcome: 'rejected',
      furthestStage: 'interview',
      stagesReached: ['applied', 'phone_screen', 'interview'],
      meetings: [],
      decidedOn: '2026-11-22',
      hasLetter: false,
      barrierKinds: [],
      needsInterpreter: false,
      ...given,
    },
    now,
  );
const facts = (given: Partial<RecordedApplication> = {}) => factsOf(recorded(given));

describe('the record', () => {
  it('counts a meeting whose hour has come, unless somebody said it did not take place', () => {
    const reached = (given: Partial<RecordedMeeting>) => facts({ meetings: [meeting(given)] }).reachedInterview;
    expect(reached({})).toBe(true);
    expect(reached({ outcome: 'not_passed' })).toBe(true);
    const atThisMoment = [meeting({ startsAt: now.toISOString() })];
    expect(facts({ meetings: atThisMoment, decidedOn: '2026-11-23' }).reachedInterview).toBe(true);
    expect(reached({ startsAt: '2026-11-24T18:00:00Z' })).toBe(false);
    for (const outcome of ['no_show_client', 'no_show_employer', 'cancelled', 'rescheduled'] as const)
      expect(reached({ outcome })).toBe(false);
  });

  it('takes the phone talk for the screen and the others for the interview, where there was one', () => {
    const both = facts({ meetings: [meeting({ kind: 'phone' }), meeting({ round: 2, kind: 'video' })] });
    expect([both.roundCount, both.reachedPhoneScreen, both.reachedInterview]).toEqual([1, true, true]);
    const direct = facts({ stagesReached: ['applied', 'interview'], meetings: [meeting({ kind: 'phone' })] });
    expect(direct.roundCount).toBe(1);
    const screened = facts({
      furthestStage: 'phone_screen',
      stagesReached: ['applied', 'phone_screen'],
      meetings: [meeting({ kind: 'video' })],
    });
    expect([screened.reachedPhoneScreen, screened.reachedInterview]).toEqual([true, false]);
  });

  it('takes a test for no talk at all', () => {
    expect(facts({ meetings: [meeting({ kind: 'assessment' })] }).roundCount).toBe(0);
    expect(recorded({ meetings: [meeting({ kind: 'assessment' })] }).interviews).toEqual([]);
  });

  it('calls each talk what it was by the stages that were reached', () => {
    const kindsOf = (...stagesReached: RecordedApplication['stagesReached']) =>
      recorded({ stagesReached, meetings: ['phone', 'video'].map((kind) => meeting({ kind })) }).interviews.map(
        ({ kind }) => kind,
      );
    expect(kindsOf('phone_screen', 'interview')).toEqual(['phone_screen', 'interview']);
    expect(kindsOf('phone_screen')).toEqual(['phone_screen', 'phone_screen']);
    expect(kindsOf('interview')).toEqual(['interview', 'interview']);
  });

  it('says of nobody yet that they draw benefits', () => {
    expect(facts().keepsSearchLog).toBe(false);
  });

  it('counts no meeting of which nobody spoke when the answer came before its day', () => {
    const on = (day: string) =>
      facts({ meetings: [meeting({ startsAt: `${day}T18:00:00Z` })], decidedOn: '2026-11-20' }).reachedInterview;
    expect([on('2026-11-19'), on('2026-11-20'), on('2026-11-21')]).toEqual([true, true, false]);
    expect(
      facts({ meetings: [meeting({ outcome: 'passed', startsAt: '2026-11-21T18:00:00Z' })], decidedOn: '2026-11-20' })
        .reachedInterview,
    ).toBe(true);
  });

  it('counts a talk that somebody said was held, also where nobody moved the stage', () => {
    const unmoved = { furthestStage: 'applied', stagesReached: ['applied'] } as const;
    const after = (given: Partial<RecordedMeeting>) => facts({ ...unmoved, meetings: [meeting(given)] });
    expect(after({ outcome: 'not_passed' })).toMatchObject({ reachedInterview: true, metInPerson: true });
    expect(after({ outcome: 'passed', kind: 'video' })).toMatchObject({
      reachedInterview: false,
      reachedPhoneScreen: true,
      metInPerson: false,
    });
    // A date in a calendar alone proves nothing.
    expect(after({})).toMatchObject({ reachedInterview: false, reachedPhoneScreen: false });
  });

  it('knows that the job was closed, and that references were checked', () => {
    expect(facts({ outcome: 'closed_position' }).wasClosed).toBe(true);
    expect(facts().wasClosed).toBe(false);
    expect(facts({ stagesReached: ['applied', 'reference_check'] }).checkedReferences).toBe(true);
  });

  it('knows how to reach the people who were met, and the last day that was promised', () => {
    const person = { name: 'Dana', role: null, email: 'dana@example.org', phone: '1' };
    const { peopleMet, promisedDecisionOn } = facts({
      meetings: [
        meeting({ people: [person, { ...person, name: 'Eli', email: null, phone: null }] }),
        meeting({ round: 2, promisedDecisionOn: '2026-11-21' }),
      ],
    });
    expect(peopleMet).toEqual([
      { name: 'Dana', role: null, round: 1, contact: 'dana@example.org' },
      { name: 'Eli', role: null, round: 1 },
    ]);
    expect(promisedDecisionOn).toBe('2026-11-21');
    const [first, second] = [meeting({ promisedDecisionOn: '2026-11-21' }), meeting({ round: 2 })];
    expect(facts({ meetings: [first, second] }).promisedDecisionOn).toBe('2026-11-21');
  });
});

describe('kept answers', () => {
  const kept: AnswerRow[] = [
    { itemCode: 'learned', value: { text: 'To breathe' }, isPrivate: false, enteredBy: 'coach' },
    { itemCode: 'if_then', value: { text: 'Water' }, isPrivate: false, enteredBy: 'coach' },
  ];

  it('stay those of whoever typed them, as long as their words stay', () => {
    const rows = rowsOf(
      { learned: { text: 'To breathe', isPrivate: true }, if_then: { text: 'More water' } },
      kept,
      'client',
    );
    expect(rows.map(({ itemCode, enteredBy, isPrivate }) => [itemCode, enteredBy, isPrivate])).toEqual([
      ['learned', 'coach', true],
      ['if_then', 'client', false],
    ]);
  });

  it('are not written again when nothing of them changed', () => {
    expect(rowsOf({ learned: { text: 'To breathe' }, if_then: { text: 'Water' } }, kept, 'client')).toEqual([]);
  });

  it('say of every question whether it is private, so that the page does not tick it again by itself', () => {
    expect(answersOf(kept)).toEqual({ learned: { text: 'To breathe', isPrivate: false }, if_then: { text: 'Water' } });
  });
});

describe('links and codes', () => {
  const key = createSecretKey(Buffer.alloc(32, 7));

  it('have 256 bits and eight signs that nobody mixes up', () => {
    const made = Array.from({ length: 500 }, randomSecrets);
    for (const { token, code } of made) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
    }
    expect(new Set(made.flatMap(({ token, code }) => [token, code])).size).toBe(1000);
    expect(new Set(made.flatMap(({ code }) => [...code])).size).toBe(30);
  });

  it('are the same for the same mail, and others for another mail, try or key', () => {
    const secrets = secretsOfMail(key, 'line-1', 0);
    expect(secretsOfMail(key, 'line-1', 0)).toEqual(secrets);
    const others = [
      secretsOfMail(key, 'line-2', 0),
      secretsOfMail(key, 'line-1', 1),
      secretsOfMail(createSecretKey(Buffer.alloc(32, 8)), 'line-1', 0),
    ];
    expect(new Set([secrets, ...others].flatMap(({ token, code }) => [token, code])).size).toBe(8);
  });

  it('are read as people type them, and refused before anything is asked of the database', () => {
    expect(shownCode('K7QM2XWD')).toBe('K7QM-2XWD');
    for (const typed of ['k7qm-2xwd', ' K7QM 2XWD ', 'k7qm2xwd', 'K7QM–2XWD'])
      expect(typedCode(typed)).toBe('K7QM2XWD');
    for (const typed of ['', 'K7QM2XW', 'K7QM2XWD9', 'K7QM2XW0', 'K7QM2XWÉ', '********'])
      expect(typedCode(typed)).toBeNull();
    expect(codeDigest(key, 'K7QM2XWD')).not.toBe(codeDigest(createSecretKey(Buffer.alloc(32, 8)), 'K7QM2XWD'));
  });

  it('work while answers are taken, three weeks more to read what was handed in, and never after a lapse or a withdrawal', () => {
    const lapses = '2026-12-01T00:00:00.000Z';
    const expiry = (status: DebriefStatus, lapsesAt = lapses, skipReason: string | null = null): Date =>
      linkExpiry({ status, skipReason, isTakenBack: false, lapsesAt, timeZone: 'America/Los_Angeles' }, now);
    expect(expiry('skipped').toISOString()).toBe(lapses);
    expect(expiry('skipped', lapses, 'not_wanted').toISOString()).toBe(lapses);
    for (const read of ['submitted', 'reviewed'] as const)
      expect(expiry(read, '2026-11-01T00:00:00Z').toISOString()).toBe('2026-12-15T08:00:00.000Z');
    const refused = ['conflict', 'debrief.not-open', {}];
    expect(refusalOf(() => expiry('lapsed'))).toEqual(refused);
    expect(refusalOf(() => expiry('opened', now.toISOString()))).toEqual(refused);
    for (const reason of withdrawals) expect(refusalOf(() => expiry('skipped', lapses, reason))).toEqual(refused);
  });
});
