import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { DebriefPaperEntity } from './debrief-paper.entity.js';

const FIND = statement(
  'debriefs.paper-find',
  `select debrief_id as "debriefId", locale from debrief_papers where organization_id = $1 and id = $2`,
);

/** Prints of checklists. */
@Injectable()
export class PapersRepository {
  find(tx: Tx, id: string): Promise<{ debriefId: string; locale: string } | null> {
    return tx.row<{ debriefId: string; locale: string }>(FIND, [tx.organizationId, id]);
  }

  async insert(tx: WriteTx, paper: { id: string; debriefId: string; locale: string }): Promise<void> {
    await tx.insert(DebriefPaperEntity, paper);
  }
}
