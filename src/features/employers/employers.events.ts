/** What this room records. Changes name the fields that changed, never their values. */
export const employerEvents = ['employer.created', 'employer.changed', 'employer.contact-added'] as const;
