/** What this room records. */
export const lessonEvents = ['lesson.seen'] as const;
