/** How a coach can be reached by clients, and how the office can, as both wrote it down themselves. */
export interface Reachable {
  coachPhone: string | null;
  coachEmail: string | null;
  officePhone: string | null;
  officeEmail: string | null;
}

/** Where a client can turn to. */
export interface Contact {
  whose: 'coach' | 'office';
  phone: string | null;
  email: string | null;
}

/** The coach's own phone and address; the office's where the coach has neither; null where nobody gave any. */
export function contactOf({ coachPhone, coachEmail, officePhone, officeEmail }: Reachable): Contact | null {
  if (coachPhone !== null || coachEmail !== null) return { whose: 'coach', phone: coachPhone, email: coachEmail };
  if (officePhone !== null || officeEmail !== null) return { whose: 'office', phone: officePhone, email: officeEmail };
  return null;
}

/** Where the answer to a mail goes; null where nobody would read it. */
export const replyToOf = ({ coachEmail, officeEmail }: Reachable): string | null => coachEmail ?? officeEmail;
