import { CoverLettersService } from '../features/cover-letters/cover-letters.service.js';
import { LetterReviewsService } from '../features/cover-letters/letter-reviews.service.js';
import { LetterVersionsService } from '../features/cover-letters/versions/letter-versions.service.js';
import { applicationOf, clientOf, type DemoStep } from './demo-place.js';

const FIRST = `Dear hiring team,

I would like to lead your shop. At Nordic Crumb I led a team of six for four years.

[add a number]

Kind regards
Patricia Lindqvist`;

const SECOND = `Dear hiring team at Bright Bakery,

I would like to lead your shop. At Nordic Crumb I led a team of six for four years, made the scheduling, and opened the doors at five in the morning. I hold a food safety card.

I would be glad to show you how I work.

Kind regards
Patricia Lindqvist`;

/** A letter with a history: sent back once by the supervisor, with the reason, and written again. */
export const letters: DemoStep = async (place) => {
  const { app, staff } = place;
  const { id: clientId, by } = clientOf(place, 'Patricia Lindqvist');
  const reviews = app.get(LetterReviewsService);
  const { id } = await app.get(CoverLettersService).create(by, {
    clientId,
    applicationId: applicationOf(place, 'Patricia Lindqvist, Bright Bakery'),
    title: 'Shop manager at Bright Bakery',
    body: FIRST,
  });
  await reviews.submit(by, id);
  await reviews.review(staff.sol, id, {
    decision: 'changes_requested',
    comments: [{ paragraph: 3, text: 'A line is still open here. Say what you did there, in numbers.' }],
  });
  await app.get(LetterVersionsService).write(by, id, SECOND);
  await reviews.submit(by, id);
};
