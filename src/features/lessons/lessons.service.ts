import { Injectable } from '@nestjs/common';
import { sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { LessonsRepository } from './lessons.repository.js';
import type { LessonQueryParams, LessonView } from './lessons.schemas.js';

/** What clients learned. */
@Injectable()
export class LessonsService {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsDoor,
    private readonly repository: LessonsRepository,
    private readonly looks: Looks,
  ) {}

  /** Newest first. Throws 404 for a client out of sight. */
  list(actor: StaffActor, clientId: string, query: LessonQueryParams): Promise<Slice<LessonView>> {
    return this.database.read(actor, async (tx) => {
      await this.clients.get(tx, actor, 'lesson.read', clientId);
      const slice = await this.repository.list(tx, sight(actor, 'lesson.read'), clientId, query);
      await this.looks.record(tx, { name: 'lesson.seen', subjectId: clientId, clientId });
      return slice;
    });
  }
}
