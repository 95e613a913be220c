import { Injectable } from '@nestjs/common';
import { sight } from '../../access/access.js';
import type { Tx } from '../../platform/database/tx.js';
import { FollowUpsDoor } from '../follow-ups/follow-ups.door.js';
import { InterviewsRepository } from './interviews.repository.js';
import { courseOf, type InterviewCourse } from './interviews.rules.js';
import type { InterviewListedView } from './interviews.schemas.js';

/** An interview as other rooms see it: with what became of it in one word. */
export type InterviewFacts = InterviewListedView & { course: InterviewCourse };

/** What other rooms may ask about interviews. */
@Injectable()
export class InterviewsDoor {
  constructor(
    private readonly repository: InterviewsRepository,
    followUps: FollowUpsDoor,
  ) {
    followUps.about('interview', async (tx, actor, id) => {
      const found = await repository.find(tx, sight(actor, 'interview.read'), id);
      return found?.client.id ?? null;
    });
  }

  /**
   * All interviews of an application by round, with their people and the day an answer was promised. The caller has
   * asked the door of the applications before: nothing is checked here.
   */
  async forApplication(tx: Tx, applicationId: string): Promise<InterviewFacts[]> {
    const interviews = await this.repository.ofApplication(tx, applicationId);
    return interviews.map((interview) => ({ ...interview, course: courseOf(interview) }));
  }
}
