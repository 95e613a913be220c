/** What this room records. */
export const contactEvents = ['contact.seen'] as const;
