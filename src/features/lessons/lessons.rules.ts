/** What a lesson is about. */
export const lessonKinds = ['learned', 'strength', 'next_time', 'better_answer', 'missed_point'] as const;
export type LessonKind = (typeof lessonKinds)[number];
