import { Injectable } from '@nestjs/common';
import { RESTRICTED } from '../../kernel/tiers.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { type Owner, RestrictedDoor } from '../clients/restricted.door.js';
import type { BarrierKind } from './barrier-kinds.rules.js';
import { type ShownKind } from './barrier-kinds.rules.js';
import { RestrictedBarriersRepository } from './restricted-barriers.repository.js';

/** What is sealed about a restricted barrier. */
export interface Secret {
  kind: BarrierKind;
  note: string | null;
}

type Shown = { id: string; kind: ShownKind; note: string | null };

const BARRIER = { table: 'restricted_barriers', kind: 'barrier' };

/** The one place where restricted barriers are sealed and opened. */
@Injectable()
export class RestrictedBarriersService {
  constructor(
    private readonly repository: RestrictedBarriersRepository,
    private readonly restricted: RestrictedDoor,
  ) {}

  /** Seals kind and note; what was sealed before is gone. */
  async seal(tx: WriteTx, clientId: string, barrierId: string, secret: Secret): Promise<void> {
    await this.repository.put(tx, barrierId, await this.restricted.seal(tx, clientId, BARRIER, barrierId, secret));
  }

  /** Puts another note under the seal; false when it is the same. Throws 403 for who may not open it. */
  async changeNote(tx: WriteTx, owner: Owner, barrierId: string, note: string | null): Promise<boolean> {
    const [row] = await this.repository.find(tx, [barrierId]);
    if (!row) throw new Error('A restricted barrier has nothing sealed');
    const secret = await this.restricted.demand<Secret>(tx, owner, BARRIER, row);
    if (secret.note === note) return false;
    await this.seal(tx, owner.clientId, barrierId, { ...secret, note });
    return true;
  }

  /**
   * Barriers of one client as the actor may see them: the restricted ones opened for who may open them, and left as
   * `restricted` without a note for everybody else. Statements do not grow with the number of barriers.
   */
  async show<Row extends Shown>(tx: Tx, owner: Owner, rows: readonly Row[]): Promise<Row[]> {
    const ids = rows.filter(({ kind }) => kind === RESTRICTED).map(({ id }) => id);
    if (ids.length === 0 || !this.restricted.mayOpen(tx, owner)) return [...rows];
    const found = await this.repository.find(tx, ids);
    const sealed = ids.flatMap((id) => found.find((row) => row.id === id) ?? []);
    const secrets = await this.restricted.open<Secret>(tx, owner, BARRIER, sealed);
    return rows.map((row) => ({ ...row, ...secrets.get(row.id) }));
  }
}
