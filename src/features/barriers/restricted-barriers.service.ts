import { Injectable } from '@nestjs/common';
import { allows, require } from '../../access/access.js';
import { RESTRICTED } from '../../kernel/tiers.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Looks } from '../../platform/ledger/looks.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import type { BarrierKind } from './barrier-kinds.rules.js';
import { type ShownKind } from './barrier-kinds.rules.js';
import { RestrictedBarriersRepository } from './restricted-barriers.repository.js';

/** What is sealed about a restricted barrier. */
export interface Secret {
  kind: BarrierKind;
  note: string | null;
}

/** Whose barriers they are: the client, and the coach whose caseload the client is on. */
export interface Owner {
  clientId: string;
  coachId: string;
}

type Shown = { id: string; kind: ShownKind; note: string | null };

const contextOf = (barrierId: string): readonly string[] => ['restricted_barriers', barrierId];

/** The one place where restricted barriers are sealed and opened. Nothing is opened without a line in the ledger. */
@Injectable()
export class RestrictedBarriersService {
  constructor(
    private readonly repository: RestrictedBarriersRepository,
    private readonly sealing: Sealing,
    private readonly looks: Looks,
  ) {}

  /** Seals kind and note; what was sealed before is gone. */
  async seal(tx: WriteTx, clientId: string, barrierId: string, secret: Secret): Promise<void> {
    const sealed = await this.sealing.seal(tx, clientId, contextOf(barrierId), JSON.stringify(secret));
    await this.repository.put(tx, barrierId, sealed);
  }

  /** Puts another note under the seal; false when it is the same. Throws 403 for who may not open it. */
  async changeNote(tx: WriteTx, owner: Owner, barrierId: string, note: string | null): Promise<boolean> {
    require(tx.actor, 'barrier.read-restricted', { coachId: owner.coachId });
    const secret = (await this.open(tx, owner.clientId, [barrierId])).get(barrierId);
    if (!secret) throw new Error('A restricted barrier has nothing sealed');
    if (secret.note === note) return false;
    await this.seal(tx, owner.clientId, barrierId, { ...secret, note });
    return true;
  }

  /**
   * Barriers of one client as the actor may see them: the restricted ones opened for who may open them, and left as
   * `restricted` without a note for everybody else. Statements do not grow with the number of barriers.
   */
  async show<Row extends Shown>(tx: Tx, { clientId, coachId }: Owner, rows: readonly Row[]): Promise<Row[]> {
    const ids = rows.filter(({ kind }) => kind === RESTRICTED).map(({ id }) => id);
    if (ids.length === 0 || !allows(tx.actor, 'barrier.read-restricted', { coachId })) return [...rows];
    const secrets = await this.open(tx, clientId, ids);
    return rows.map((row) => ({ ...row, ...secrets.get(row.id) }));
  }

  private async open(tx: Tx, clientId: string, barrierIds: readonly string[]): Promise<Map<string, Secret>> {
    // Before opening: what fails to open was still asked for.
    await this.looks.record(tx, {
      name: 'restricted.seen',
      subjectId: clientId,
      clientId,
      payload: { barrierIds },
    });
    const found = await this.repository.find(tx, barrierIds);
    const texts = await this.sealing.open(
      tx,
      clientId,
      found.map(({ barrierId, sealed }) => ({ context: contextOf(barrierId), sealed })),
    );
    return new Map(found.map(({ barrierId }, index) => [barrierId, JSON.parse(texts[index] ?? '') as Secret]));
  }
}
