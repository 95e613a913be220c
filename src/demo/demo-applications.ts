import type { NewApplicationBody } from '../features/applications/applications.schemas.js';
import { ApplicationsService } from '../features/applications/applications.service.js';
import type { NewStageMoveBody } from '../features/applications/stage-moves/stage-moves.schemas.js';
import { StageMovesService } from '../features/applications/stage-moves/stage-moves.service.js';
import type { NewInterviewBody } from '../features/interviews/interviews.schemas.js';
import { InterviewsService } from '../features/interviews/interviews.service.js';
import { addDays } from '../kernel/days.js';
import { clientOf, type DemoStep } from './demo-place.js';

/** Days are counted back from today. */
interface Course extends Omit<NewApplicationBody, 'clientId' | 'appliedOn'> {
  readonly client: string;
  readonly employerName: string;
  readonly appliedDaysAgo?: number;
  readonly moves?: readonly (Omit<NewStageMoveBody, 'occurredOn'> & { readonly daysAgo: number })[];
  readonly interview?: Omit<NewInterviewBody, 'startsAt'> & { readonly daysAgo: number };
}

const courses: readonly Course[] = [
  {
    client: 'Marcus Hill',
    employerName: 'Harbor Foods',
    jobTitle: 'Warehouse associate',
    source: 'Job board',
    appliedDaysAgo: 20,
    moves: [
      { to: 'phone_screen', daysAgo: 15 },
      { to: 'interview', daysAgo: 9 },
      {
        to: 'rejected',
        daysAgo: 2,
        learnedBy: 'phone',
        reasons: [{ code: 'other_candidate_stronger', source: 'employer_stated' }],
      },
    ],
    interview: {
      kind: 'in_person',
      daysAgo: 8,
      place: '410 Pier Street',
      people: [{ name: 'Dana Whitfield', role: 'Shift lead', email: 'dana.whitfield@harborfoods.example' }],
    },
  },
  {
    client: 'Rosa Delgado',
    employerName: 'Bright Bakery',
    jobTitle: 'Baker’s assistant',
    appliedDaysAgo: 12,
    moves: [
      {
        to: 'rejected',
        daysAgo: 3,
        learnedBy: 'email',
        reasons: [{ code: 'language_level', source: 'automated_notice' }],
      },
    ],
  },
  {
    client: 'Rosa Delgado',
    employerName: 'Green Leaf Hotel',
    jobTitle: 'Room attendant',
    appliedDaysAgo: 6,
    moves: [{ to: 'phone_screen', daysAgo: 1 }],
  },
  { client: 'Denise Carter', employerName: 'Northgate Clinic', jobTitle: 'Front desk clerk', appliedDaysAgo: 16 },
  {
    client: 'Thanh Nguyễn',
    employerName: 'Cascade Machining',
    jobTitle: 'CNC operator',
    appliedDaysAgo: 30,
    moves: [
      { to: 'interview', daysAgo: 18 },
      { to: 'offer', daysAgo: 7 },
      { to: 'accepted', daysAgo: 5 },
      { to: 'started', daysAgo: 1 },
    ],
  },
  {
    client: 'Luz Marina Ortega',
    employerName: 'Harbor Foods',
    jobTitle: 'Order picker',
    appliedDaysAgo: 40,
    moves: [{ to: 'no_response', daysAgo: 4, learnedBy: 'silence' }],
  },
  {
    client: 'Patricia Lindqvist',
    employerName: 'Bright Bakery',
    jobTitle: 'Shop manager',
    postingText:
      'Bright Bakery looks for a shop manager: food safety card, scheduling, two years of leading a team, early mornings.',
  },
];

/** Applications at every point of the way: won, lost, waiting, and one still to be written. */
export const applications: DemoStep = async (place) => {
  const { app, today, applications: made } = place;
  const daysAgo = (days: number): string => addDays(today, -days);
  for (const { client, appliedDaysAgo, moves = [], interview, ...application } of courses) {
    const { id: clientId, by } = clientOf(place, client);
    const appliedOn = appliedDaysAgo === undefined ? {} : { appliedOn: daysAgo(appliedDaysAgo) };
    const body = { clientId, ...application, ...appliedOn };
    const { id } = await app.get(ApplicationsService).create(by, body);
    made.set(`${client}, ${application.employerName}`, id);
    for (const { daysAgo: days, ...move } of moves) {
      if (interview && days < interview.daysAgo) {
        const { daysAgo: met, ...meeting } = interview;
        const interviews = app.get(InterviewsService);
        const held = await interviews.schedule(by, id, { ...meeting, startsAt: `${daysAgo(met)}T18:00:00Z` });
        await interviews.conclude(by, held.id, { outcome: 'unknown' });
      }
      await app.get(StageMovesService).move(by, id, null, { ...move, occurredOn: daysAgo(days) });
    }
  }
};
