import type { WriteTx } from '../database/tx.js';
import type { QuickConsumer } from './consumers.js';
import type { DeliveryKey } from './deliveries.repository.js';
import { Lane } from './lane.js';

const BATCH = 20;
/** Organizations served at the same time. Within one, lines are handled one after another, in order. */
const AT_ONCE = 2;

/**
 * What happens in our own rows. A line is held by its row lock, and the consumer's changes commit together with the
 * mark "done": a worker killed half-way leaves nothing behind, and any number of workers may run.
 */
export class QuickLane extends Lane {
  async round(isStopping: () => boolean): Promise<number> {
    const { names } = this;
    if (names.length === 0) return 0;
    const due = await this.database.acrossOrganizations('find due deliveries', (tx) =>
      this.repository.due(tx, names, BATCH),
    );
    const byOrganization = [...Map.groupBy(due, ({ organizationId }) => organizationId).values()];
    let handled = 0;
    const serve = async (): Promise<void> => {
      for (let lines = byOrganization.shift(); lines; lines = byOrganization.shift()) {
        for (const key of lines) {
          if (isStopping()) return;
          if (await this.deliver(key)) handled += 1;
          this.turned();
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, serve));
    return handled;
  }

  /** Never throws: what cannot even be noted is still due in the next round. */
  private async deliver(key: DeliveryKey): Promise<boolean> {
    const consumer = this.ledger.consumers.get(key.consumer) as QuickConsumer;
    try {
      return await this.database.asSystem(key.organizationId, `deliver to ${key.consumer}`, (tx) =>
        this.handOver(tx, consumer, key),
      );
    } catch (error) {
      await this.failed(key, consumer, null, error).catch((again) => this.waits(again));
      return false;
    }
  }

  private async handOver(tx: WriteTx, consumer: QuickConsumer, key: DeliveryKey): Promise<boolean> {
    const line = await this.repository.take(tx, key);
    if (!line) return false;
    const notBefore = await consumer.handle(tx, line);
    if (notBefore) await this.repository.postpone(tx, key, null, notBefore);
    else await this.repository.done(tx, key, null);
    return true;
  }
}
