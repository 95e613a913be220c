import { refused } from '../../../kernel/errors.js';
import { type Outcome, type Position } from '../stages.rules.js';

/** Why an application ended. A code and its source; more colour belongs in the note. */
export const reasonCodes = [
  'other_candidate_stronger',
  'missing_requirement', // a must-have skill, licence or experience
  'language_level',
  'schedule_or_transport',
  'pay_mismatch',
  'interview_performance',
  'references',
  'test_result',
  'background_check',
  'drug_or_medical_check',
  'work_authorization_documents',
  'internal_candidate',
  'position_cancelled_or_filled',
  'overqualified',
  'late_or_incomplete_application',
  'suspected_unlawful_reason',
  'unknown',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** The employer's side said it, in words that may be quoted. */
const employerSources = [
  'employer_stated',
  'recruiter',
  'automated_notice',
  'adverse_action_letter',
] as const satisfies readonly string[];

/** Who says so. Reports split what the employer stated from what was guessed and never mix them. */
export const reasonSources = [...employerSources, 'client_stated', 'client_guess', 'coach_guess'] as const;
export type ReasonSource = (typeof reasonSources)[number];

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
export const isEmployerStated = (source: ReasonSource): boolean =>
  (employerSources as readonly string[]).includes(source);

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
