import { Injectable } from '@nestjs/common';
import { sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { DebriefOutcomesRepository } from '../debriefs/checklist/outcomes.repository.js';
import type { LessonQueryParams } from '../debriefs/debriefs.schemas.js';

/** What clients learned. */
@Injectable()
export class LessonsService {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsDoor,
    private readonly repository: DebriefOutcomesRepository,
    private readonly looks: Looks,
  ) {}

  /** As JSON text, newest first. Throws 404 for a client out of sight. */
  list(actor: StaffActor, clientId: string, query: LessonQueryParams): Promise<string> {
    return this.database.read(actor, async (tx) => {
      await this.clients.get(tx, actor, 'debrief.read', clientId);
      const page = await this.repository.lessons(tx, sight(actor, 'debrief.read'), clientId, query);
      await this.looks.record(tx, { name: 'lesson.seen', subjectId: clientId, clientId });
      return page;
    });
  }
}
