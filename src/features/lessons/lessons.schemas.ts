import { z } from 'zod';
import { Id, PageOf, pageQuery } from '../../platform/http/shapes.js';
import { lessonKinds } from './lessons.rules.js';

const Lesson = z
  .object({
    id: Id,
    kind: z.enum(lessonKinds),
    text: z.string(),
    debriefId: Id,
    applicationId: Id,
    createdAt: z.string(),
  })
  .meta({ id: 'Lesson' });
export const LessonPage = PageOf('LessonPage', Lesson);
export const LessonQuery = z.strictObject(pageQuery);

export type LessonAnswer = z.infer<typeof Lesson>;
export type LessonQueryParams = z.infer<typeof LessonQuery>;
