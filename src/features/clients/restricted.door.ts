import { Injectable } from '@nestjs/common';
import { allows, require } from '../../access/access.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Looks } from '../../platform/ledger/looks.js';
import { Sealing } from '../../platform/sealing/sealing.js';

/** Whose facts they are: the client, and the coach whose caseload the client is on. */
export interface Owner {
  clientId: string;
  coachId: string;
}

/** What one row has sealed: its id binds the text to the row. */
export interface SealedRow {
  readonly id: string;
  readonly sealed: string;
}

/** Rows of one kind that have something sealed, by the name of the table that holds it. */
export interface SealedKind {
  readonly table: string;
  /** As the trail says what was opened: `barrier`. */
  readonly kind: string;
}

/**
 * The one way to what is sealed about a client: opened only for who may read restricted facts, and never without a line in
 * the ledger. What is sealed is JSON.
 */
@Injectable()
export class RestrictedDoor {
  constructor(
    private readonly sealing: Sealing,
    private readonly looks: Looks,
  ) {}

  /** Seals a row's secret for this row and no other. `keys`: as they came with a row (`clientKeys`), which saves a trip. */
  seal(
    tx: WriteTx,
    clientId: string,
    { table }: SealedKind,
    id: string,
    secret: unknown,
    keys: string | null = null,
  ): Promise<string> {
    this.sealing.remember(tx, clientId, keys);
    return this.sealing.seal(tx, clientId, [table, id], JSON.stringify(secret));
  }

  mayOpen(tx: Tx, { coachId }: Owner): boolean {
    return allows(tx.actor, 'restricted.read', { coachId });
  }

  /** The secrets by row; of rows whose secret the actor may not read, none. Statements do not grow with the rows. */
  async open<Secret>(tx: Tx, owner: Owner, kind: SealedKind, rows: readonly SealedRow[]): Promise<Map<string, Secret>> {
    if (rows.length === 0 || !this.mayOpen(tx, owner)) return new Map();
    return this.opened(tx, owner, kind, rows);
  }

  /** The same for an act that cannot do without. Throws 403 for who may not read restricted facts. */
  async demand<Secret>(tx: Tx, owner: Owner, kind: SealedKind, row: SealedRow): Promise<Secret> {
    require(tx.actor, 'restricted.read', { coachId: owner.coachId });
    return (await this.opened<Secret>(tx, owner, kind, [row])).get(row.id) as Secret;
  }

  private async opened<Secret>(
    tx: Tx,
    { clientId }: Owner,
    { table, kind }: SealedKind,
    rows: readonly SealedRow[],
  ): Promise<Map<string, Secret>> {
    // Before opening: what fails to open was still asked for.
    const payload = { kind, ids: rows.map(({ id }) => id) };
    await this.looks.record(tx, { name: 'restricted.seen', subjectId: clientId, clientId, payload });
    const texts = rows.map(({ id, sealed }) => ({ context: [table, id], sealed }));
    const opened = await this.sealing.open(tx, clientId, texts);
    return new Map(rows.map(({ id }, at) => [id, JSON.parse(opened[at] ?? '') as Secret]));
  }
}
