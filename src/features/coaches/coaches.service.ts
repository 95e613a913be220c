import { Injectable } from '@nestjs/common';
import { admitted } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { Database } from '../../platform/database/database.js';
import { IdentityDoor } from '../identity/identity.door.js';
import { CoachesRepository } from './coaches.repository.js';
import type { CaseloadView } from './coaches.schemas.js';

/** Caseloads of coaches. */
@Injectable()
export class CoachesService {
  constructor(
    private readonly database: Database,
    private readonly repository: CoachesRepository,
    private readonly identity: IdentityDoor,
  ) {}

  /** How full a caseload is: the coach's own, or anybody's for whoever balances them. */
  caseload(actor: StaffActor, coachId: string): Promise<CaseloadView> {
    return this.database.read(actor, async (tx) => {
      const contact = await this.identity.contact(tx, coachId);
      const coach = admitted(actor, 'caseload.read', contact && { ...contact, coachId });
      return {
        coach: { id: coachId, name: coach.name },
        clientCount: await this.repository.countClients(tx, coachId),
      };
    });
  }
}
