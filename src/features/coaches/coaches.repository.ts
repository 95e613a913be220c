import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { Tx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';

const COUNT_CLIENTS = statement(
  'coaches.count-clients',
  `select count(*)::int as "clientCount" from clients c
    where c.organization_id = $1 and c.coach_id = $2 and ${clientSight('organization', 'c')}`,
);

/** Caseloads: who stands on whose. */
@Injectable()
export class CoachesRepository {
  async countClients(tx: Tx, coachId: string): Promise<number> {
    return (await tx.row<{ clientCount: number }>(COUNT_CLIENTS, [tx.organizationId, coachId]))?.clientCount ?? 0;
  }
}
