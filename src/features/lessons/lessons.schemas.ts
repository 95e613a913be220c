import { z } from 'zod';
import { At, ClientRef } from '../../platform/http/fields.js';
import { Id, SliceOf, sliceQuery } from '../../platform/http/shapes.js';
import { ApplicationRef } from '../applications/applications.door.js';
import { lessonKinds } from './lessons.rules.js';

const Lesson = z
  .object({
    id: Id.describe('The id of the lesson.'),
    client: ClientRef,
    kind: z.enum(lessonKinds).describe('What it is about.'),
    text: z.string().describe('In the words of the client.'),
    debriefId: Id.describe('The checklist in which the client wrote it.'),
    application: ApplicationRef,
    createdAt: At.describe('When it was handed in.'),
  })
  .meta({ id: 'Lesson' });
export const LessonSlice = SliceOf('LessonSlice', Lesson);
export const LessonQuery = z.strictObject(sliceQuery);

export type LessonView = z.infer<typeof Lesson>;
export type LessonQueryParams = z.infer<typeof LessonQuery>;
