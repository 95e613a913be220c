import { Injectable } from '@nestjs/common';
import type { StaffActor } from '../../access/actor.js';
import { addDays, startOfDay } from '../../kernel/days.js';
import { refused } from '../../kernel/errors.js';
import type { SliceOf } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { type AuditFilter, AuditRepository } from './audit.repository.js';
import type { AuditEventView, AuditQueryParams } from './audit.schemas.js';
import { shownFacts } from './shown-facts.js';

/** Who did what, and who looked at whom. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly repository: AuditRepository,
    private readonly ledger: Ledger,
  ) {}

  /**
   * A part of the trail, newest first, with the facts that its reader may know. Reading it is an event too, and stands in the trail from the next
   * reading on. Throws 422 `audit.period-backwards`.
   */
  list(actor: StaffActor, query: AuditQueryParams): Promise<SliceOf<AuditEventView>> {
    const { from, to } = query;
    if (from !== undefined && to !== undefined && from > to) throw refused('audit.period-backwards', { from, to });
    return this.database.write(actor, async (tx) => {
      const { from: _from, to: _to, ...asked } = query;
      const slice = await this.repository.list(tx, { ...asked, ...instantsOf((await tx.place()).timeZone, query) });
      await this.record(tx, query);
      const items = slice.items.map((line) => ({
        ...line,
        facts: shownFacts(actor, this.ledger.trailOf(line.name), line.facts),
      }));
      return { ...slice, items };
    });
  }

  /** The line counts as a look at the client whose trail it was, unless the id is no client of this organization. */
  private async record(tx: WriteTx, { clientId, actorId, name, from, to }: AuditQueryParams): Promise<void> {
    const isKnown = clientId !== undefined && (await this.repository.knowsClient(tx, clientId));
    const asked = Object.entries({ clientId, actorId, name: name?.join(), from, to }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    await this.ledger.record(tx, {
      name: 'audit.read',
      subjectId: tx.organizationId,
      clientId: isKnown ? clientId : null,
      payload: Object.fromEntries(asked),
    });
  }
}

/** The instants at which the days of the organization begin and have ended. */
const instantsOf = (timeZone: string, { from, to }: AuditQueryParams): Pick<AuditFilter, 'since' | 'before'> => ({
  since: from === undefined ? undefined : startOfDay(timeZone, from).toISOString(),
  before: to === undefined ? undefined : startOfDay(timeZone, addDays(to, 1)).toISOString(),
});
