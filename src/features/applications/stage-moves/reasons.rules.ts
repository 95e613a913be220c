import { refused } from '../../../kernel/errors.js';
import { type Tier } from '../../../kernel/tiers.js';
import { type Outcome, type Position } from '../stages.rules.js';

/**
 * Why an application ended, each code with its class. A code and its source; more colour belongs in the note. Restricted
 * is what tells of a record, health, papers, or of a ground on which nobody may be refused.
 */
export const reasonTiers = {
  other_candidate_stronger: 'T0',
  missing_requirement: 'T1', // a must-have skill, licence or experience
  language_level: 'T1',
  schedule_or_transport: 'T1',
  pay_mismatch: 'T1',
  interview_performance: 'T1',
  references: 'T1',
  test_result: 'T1',
  background_check: 'T2',
  drug_or_medical_check: 'T2',
  work_authorization_documents: 'T2',
  internal_candidate: 'T0',
  position_cancelled_or_filled: 'T0',
  overqualified: 'T1',
  late_or_incomplete_application: 'T1',
  suspected_unlawful_reason: 'T2',
  unknown: 'T0',
} as const satisfies Record<string, Tier>;
export type ReasonCode = keyof typeof reasonTiers;
export const reasonCodes = Object.keys(reasonTiers) as ReasonCode[];

/**
 * Who says so, with its class. Reports split what the employer stated from what was guessed and never mix them. A letter
 * of adverse action is what the law asks for after a look at somebody's record, so it tells of one.
 */
export const sourceTiers = {
  employer_stated: 'T0',
  recruiter: 'T0',
  automated_notice: 'T0',
  adverse_action_letter: 'T2',
  client_stated: 'T0',
  client_guess: 'T0',
  coach_guess: 'T0',
} as const satisfies Record<string, Tier>;
export type ReasonSource = keyof typeof sourceTiers;
export const reasonSources = Object.keys(sourceTiers) as ReasonSource[];

/** The employer's side said it, in words that may be quoted. */
const employerSources: readonly ReasonSource[] = [
  'employer_stated',
  'recruiter',
  'automated_notice',
  'adverse_action_letter',
];

export interface Reason {
  code: ReasonCode;
  source: ReasonSource;
  /** The employer's own words. Free text: stays with the history, never in an event. */
  quote?: string | undefined;
}

/** How the news came. `silence` is no news, so it goes with `no_response` and with nothing else. */
export const learnedByWays = ['letter', 'email', 'phone', 'portal', 'in_person', 'silence'] as const;
export type LearnedBy = (typeof learnedByWays)[number];

/** True for what the employer's side said; false for the client's own statement and for guesses. */
export const isEmployerStated = (source: ReasonSource): boolean => employerSources.includes(source);

/** The client decides these endings, so the client can state the reason and the employer cannot. */
const clientDecides: readonly Outcome[] = ['withdrawn', 'declined'];
/** Endings with a reason. Silence gives none, and a stage needs none. */
const reasoned: readonly Position[] = ['rejected', 'offer_withdrawn', 'closed_position', ...clientDecides];

/** More than these are no reasons any more, but an essay. */
export const mostReasons = 5;

export const needsReason = (to: Position): boolean => to === 'rejected';

/**
 * The reasons as they will be stored, the main one first. `rejected` must have one; its code may be `unknown`.
 * Refuses with `application.reason-required`, `application.reason-not-allowed`, `application.reason-repeated`,
 * `application.reason-source-not-allowed` or `application.quote-needs-employer-source`.
 */
export function checkReasons(to: Position, reasons: readonly Reason[]): Reason[] {
  if (reasons.length === 0 && needsReason(to)) throw refused('application.reason-required');
  if (reasons.length > 0 && !reasoned.includes(to)) throw refused('application.reason-not-allowed', { to });
  reasons.forEach(({ code, source }, place) => {
    if (reasons.slice(0, place).some((other) => other.code === code && other.source === source)) {
      throw refused('application.reason-repeated', { code, source });
    }
  });
  return reasons.map((reason) => checked(to, reason));
}

function checked(to: Position, reason: Reason): Reason {
  const own = (clientDecides as readonly Position[]).includes(to);
  const fits = own ? !isEmployerStated(reason.source) : reason.source !== 'client_stated';
  if (!fits) throw refused('application.reason-source-not-allowed', { to, source: reason.source });
  const quote = reason.quote?.trim();
  if (!quote) return { code: reason.code, source: reason.source };
  if (!isEmployerStated(reason.source)) {
    throw refused('application.quote-needs-employer-source', { source: reason.source });
  }
  return { code: reason.code, source: reason.source, quote };
}

/** How the news came, or null. Refuses news in silence and silence as news: `application.silence-is-no-response`. */
export function checkLearnedBy(to: Position, learnedBy: LearnedBy | undefined): LearnedBy | null {
  if (to === 'no_response') {
    if (learnedBy && learnedBy !== 'silence') throw refused('application.silence-is-no-response', { learnedBy });
    return 'silence';
  }
  if (learnedBy === 'silence') throw refused('application.silence-is-no-response', { learnedBy });
  return learnedBy ?? null;
}
