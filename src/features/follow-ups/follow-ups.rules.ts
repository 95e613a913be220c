import { refused } from '../../kernel/errors.js';

/** Who does it. */
export const assignees = ['client', 'coach'] as const;
export type Assignee = (typeof assignees)[number];

/** What a next step may be about. The things stand in rooms above this one: a word and an id, no foreign key. */
export const thingsAbout = ['application', 'interview', 'barrier', 'debrief', 'cover-letter'] as const;
export interface About {
  readonly type: (typeof thingsAbout)[number];
  readonly id: string;
}

/** The steps after a "no" (domain facts, F4). */
export const stepsAfterNo = [
  'thanks',
  'feedback_ask',
  'connect',
  'refs',
  'checkin',
  'practise',
  'letter_review',
  'one_change',
  'next_one',
] as const;

/**
 * `task`: in the staff's own words. The others are the steps after a "no" and what the coach does where a mail cannot or
 * should not; they are named in every language.
 */
export const followUpKinds = [
  'task',
  ...stepsAfterNo,
  'call_client',
  'give_page',
  'check_address',
  'answer_client',
  'offer_fell_through',
  'no_answer_came',
  'client_stepped_out',
] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

/** A task is nothing without its words. Throws 422 `follow-up.title-missing`; the other kinds speak for themselves. */
export function requireTitle(kind: FollowUpKind, title: string | null): void {
  if (kind === 'task' && title === null) throw refused('follow-up.title-missing');
}
