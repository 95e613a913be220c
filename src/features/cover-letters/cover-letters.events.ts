import { defineEvents, listLook, look, type PayloadsOf, payload } from '../../kernel/events.js';

export type LetterStatus = 'draft' | 'in_review' | 'changes_requested' | 'approved' | 'sent' | 'archived';
export type ReviewDecision = 'approved' | 'changes_requested';

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

/** What a line of an act carries beside its subject and its client. */
type LetterState = Omit<LetterEventPayload, 'letterId' | 'clientId'>;

const OF_A_LETTER = {
  needs: 'cover-letter.read',
  shows: ['applicationId', 'status', 'version', 'decision'],
} as const;

const acts = {
  'cover-letter.created': payload<LetterState>(OF_A_LETTER),
  'cover-letter.version-written': payload<LetterState>(OF_A_LETTER),
  'cover-letter.submitted': payload<LetterState>(OF_A_LETTER),
  'cover-letter.reviewed': payload<LetterState>(OF_A_LETTER),
  'cover-letter.sent': payload<LetterState>(OF_A_LETTER),
  'cover-letter.archived': payload<LetterState>(OF_A_LETTER),
  'cover-letter.restored': payload<LetterState>(OF_A_LETTER),
};
export type LetterEventName = keyof typeof acts;

/** What this room records: the acts on a letter, and that somebody looked at one or took its text along. */
export const letterEvents = defineEvents({
  ...acts,
  'cover-letter.changed': payload<{ fields: readonly string[] }>({ needs: 'cover-letter.read', shows: ['fields'] }),
  'cover-letter.seen': look(),
  'cover-letter.list-seen': listLook(),
  'cover-letter.document-made': look<{ version: number; format: string; locale: string }>({
    needs: 'cover-letter.read',
    shows: ['version', 'format', 'locale'],
  }),
});

export interface LetterEvent {
  name: LetterEventName;
  payload: LetterEventPayload;
}

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof letterEvents> {}
}
