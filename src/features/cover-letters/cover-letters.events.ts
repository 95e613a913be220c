export type LetterStatus = 'draft' | 'in_review' | 'changes_requested' | 'approved' | 'sent' | 'archived';
export type ReviewDecision = 'approved' | 'changes_requested';

export type LetterEventName =
  | 'cover-letter.created'
  | 'cover-letter.version-added'
  | 'cover-letter.submitted'
  | 'cover-letter.reviewed'
  | 'cover-letter.sent'
  | 'cover-letter.archived'
  | 'cover-letter.restored';

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
