import { Injectable } from '@nestjs/common';
import type { EventName, ListLookName } from '../../kernel/events.js';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import type { Tx, WriteTx } from '../database/tx.js';
import { GroupCommit } from './group-commit.js';
import { actorIdOf, type EventToRecord, Ledger, type LedgerEvent } from './ledger.js';

/** Many lines in one statement, in their order. Nothing waits for a look, so there are no deliveries. */
const RECORD = statement(
  'ledger.looks',
  `insert into ledger_lines (organization_id, actor_kind, actor_id, name, version, subject_id, client_id, client_ids,
                             payload, request_id)
   select $1, l.* from json_to_recordset($2) as l(
     actor_kind text, actor_id uuid, name text, version int, subject_id uuid, client_id uuid, client_ids uuid[],
     payload jsonb, request_id text)`,
);

/** So many lines share one commit at most; a list of 100 clients is one line. */
const MOST_IN_GROUP = 64;

interface Line {
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly name: string;
  readonly version: number;
  readonly subject_id: string;
  readonly client_id: string | null;
  readonly client_ids: readonly string[] | null;
  readonly payload: LedgerEvent['payload'];
  readonly request_id: string;
}

/**
 * Who looked at whom. An answer with a client's data leaves only after the line of the look is durable; looks of many
 * requests are committed together, because a commit costs ten times what a line in it does.
 */
@Injectable()
export class Looks {
  private readonly groups: GroupCommit<Line>;

  constructor(
    database: Database,
    private readonly ledger: Ledger,
  ) {
    this.groups = new GroupCommit(
      (organizationId, lines) => database.append(organizationId, RECORD, [organizationId, JSON.stringify(lines)]),
      MOST_IN_GROUP,
    );
  }

  /** Records a look at something that was found; resolves once it is durable, in a change: with its commit. */
  async record<Name extends EventName>(tx: Tx | WriteTx, event: EventToRecord<Name>): Promise<void> {
    await this.write(tx, event as LedgerEvent, null);
  }

  /** Records that a slice of a list was seen: one line for all clients on it. An empty one shows nobody. */
  async list(tx: Tx | WriteTx, name: ListLookName, clientIds: readonly string[]): Promise<void> {
    const seen = [...new Set(clientIds)];
    if (seen.length === 0) return;
    await this.write(tx, { name, subjectId: tx.organizationId, payload: { clients: seen.length } }, seen);
  }

  private async write(tx: Tx | WriteTx, event: LedgerEvent, clientIds: readonly string[] | null): Promise<void> {
    this.ledger.mustKnow(event.name);
    const line: Line = {
      actor_kind: tx.actor.kind,
      actor_id: actorIdOf(tx.actor),
      name: event.name,
      version: event.version ?? 1,
      subject_id: event.subjectId,
      client_id: event.clientId ?? null,
      client_ids: clientIds,
      payload: event.payload ?? {},
      request_id: tx.actor.requestId,
    };
    // Inside a change the look belongs to its transaction; a group would wait for nothing and outlive a rollback.
    if ('later' in tx) tx.later(RECORD, [tx.organizationId, JSON.stringify([line])]);
    else await this.groups.add(tx.organizationId, line);
  }
}
