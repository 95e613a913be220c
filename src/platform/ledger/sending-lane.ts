import { newId } from '../../kernel/ids.js';
import type { WriteTx } from '../database/tx.js';
import type { Sending, SendingConsumer } from './consumers.js';
import type { DeliveryKey } from './deliveries.repository.js';
import { Lane } from './lane.js';

/** How much is on its way at the same time. */
const AT_ONCE = 8;
/** One deadline for all that a sending may take. */
const DEADLINE_MS = 20_000;
/** Longer than the deadline by enough: while somebody sends, nobody else begins. */
const LEASE_SECONDS = 30;

/**
 * What happens over the network, in three steps: claim and prepare (a short transaction each), send outside of any
 * transaction, write the result. No lock and no connection waits for another server's answer.
 */
export class SendingLane extends Lane {
  private readonly underway = new Set<Promise<void>>();
  /** Sent, but the mark "done" could not be written (the database was away): not to be sent again by this process. */
  private readonly unmarked = new Set<string>();

  /** Fills the free places; when all are taken, waits until one is free. */
  async round(): Promise<number> {
    const { names } = this;
    const free = AT_ONCE - this.underway.size;
    if (names.length === 0) return 0;
    const claim = newId();
    const claimed = await this.database.acrossOrganizations('claim due deliveries', (tx) =>
      this.repository.claim(tx, names, free, claim, LEASE_SECONDS),
    );
    for (const key of claimed) {
      const sending = this.deliver(key, claim).finally(() => this.underway.delete(sending));
      this.underway.add(sending);
    }
    if (this.underway.size === AT_ONCE) await Promise.race(this.underway);
    return claimed.length;
  }

  override async drain(): Promise<number> {
    const begun = await super.drain();
    await this.settled();
    return begun;
  }

  protected override async settled(): Promise<void> {
    await Promise.all(this.underway);
  }

  /** Never throws: what cannot be written comes again when the claim has ended. */
  private async deliver(key: DeliveryKey, claim: string): Promise<void> {
    const consumer = this.ledger.consumers.get(key.consumer) as SendingConsumer;
    const id = Object.values(key).join();
    try {
      if (!this.unmarked.has(id)) {
        const sending = await this.database.asSystem(key.organizationId, `prepare for ${key.consumer}`, (tx) =>
          this.prepare(tx, consumer, key, claim),
        );
        if (!sending) return;
        await inTime(sending);
        this.unmarked.add(id);
      }
    } catch (error) {
      await this.failed(key, consumer, claim, error).catch((again) => this.waits(again));
      return;
    }
    await this.database
      .asSystem(key.organizationId, 'note that it is sent', (tx) => this.repository.done(tx, key, claim))
      .then(() => this.unmarked.delete(id))
      .catch((error) => this.waits(error));
  }

  private async prepare(
    tx: WriteTx,
    consumer: SendingConsumer,
    key: DeliveryKey,
    claim: string,
  ): Promise<Sending | null> {
    const line = await this.repository.held(tx, key, claim);
    if (!line) return null;
    const prepared = await consumer.prepare(tx, line);
    if (prepared instanceof Date) await this.repository.postpone(tx, key, claim, prepared);
    else if (!prepared) await this.repository.done(tx, key, claim);
    else {
      await this.repository.extend(tx, key, LEASE_SECONDS);
      return prepared;
    }
    return null;
  }
}

async function inTime(sending: Sending): Promise<void> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
  });
  await Promise.race([sending(deadline), late]);
}
