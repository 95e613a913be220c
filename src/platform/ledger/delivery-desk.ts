import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { DeliveryKey } from './deliveries.repository.js';
import {
  type DeliveryCount,
  DeliveryDeskRepository,
  type DeliveryFilter,
  type WaitingDelivery,
} from './delivery-desk.repository.js';

/** What an operator asks about deliveries and does with them. */
@Injectable()
export class DeliveryDesk {
  private counting: Promise<DeliveryCount> | null = null;

  constructor(
    private readonly database: Database,
    private readonly repository: DeliveryDeskRepository,
  ) {}

  /** Lines that wait, and lines that were given up and need a person: for health. Those who ask at once share one look. */
  count(): Promise<DeliveryCount> {
    this.counting ??= this.database
      .acrossOrganizations('count deliveries', (tx) => this.repository.count(tx))
      .then((counted) => counted ?? { pending: 0, parked: 0, oldestSeconds: 0 })
      .finally(() => {
        this.counting = null;
      });
    return this.counting;
  }

  /** Lines of one organization that wait. */
  waiting(organizationId: string): Promise<number> {
    return this.database.acrossOrganizations('look after a new organization', (tx) =>
      this.repository.waiting(tx, organizationId),
    );
  }

  /** Oldest first. */
  list(filter: DeliveryFilter, most: number): Promise<WaitingDelivery[]> {
    return this.database.acrossOrganizations('list deliveries', (tx) => this.repository.list(tx, filter, most));
  }

  /** Makes it due now, with as many tries as a new one has. False: it is done, or being sent just now. */
  retry(key: DeliveryKey): Promise<boolean> {
    return this.database.asSystem(key.organizationId, 'retry a delivery', (tx) => this.repository.retry(tx, key));
  }
}
