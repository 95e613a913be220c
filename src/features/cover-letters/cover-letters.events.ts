/** What this room records: the acts on a letter, and that somebody looked at one or took its text along. */
const actNames = [
  'cover-letter.created',
  'cover-letter.version-written',
  'cover-letter.submitted',
  'cover-letter.reviewed',
  'cover-letter.sent',
  'cover-letter.archived',
  'cover-letter.restored',
] as const;

export const letterEvents = [
  ...actNames,
  'cover-letter.changed',
  'cover-letter.seen',
  'cover-letter.document-made',
] as const;

export type LetterStatus = 'draft' | 'in_review' | 'changes_requested' | 'approved' | 'sent' | 'archived';
export type ReviewDecision = 'approved' | 'changes_requested';
export type LetterEventName = (typeof actNames)[number];

/** Ids, numbers and codes only: never the letter's words, its title or a comment. */
export interface LetterEventPayload {
  letterId: string;
  clientId: string;
  applicationId: string | null;
  status: LetterStatus;
  /** The version that the act was about; 0 before the first. */
  version: number;
  decision: ReviewDecision | null;
}

export interface LetterEvent {
  name: LetterEventName;
  payload: LetterEventPayload;
}
