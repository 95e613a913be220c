/** What this room records. */
export const coachEvents = ['coach.suspended', 'coach.reinstated'] as const;
