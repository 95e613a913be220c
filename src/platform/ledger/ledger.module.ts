import { type DynamicModule, Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Deliveries } from './deliveries.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryDesk } from './delivery-desk.js';
import { DeliveryDeskRepository } from './delivery-desk.repository.js';
import { type Events, Ledger } from './ledger.js';
import { Looks } from './looks.js';
import { LedgerPartitions } from './partitions.js';

@Global()
@Module({
  providers: [Looks, Deliveries, DeliveriesRepository, DeliveryDesk, DeliveryDeskRepository, LedgerPartitions],
  exports: [Ledger, Looks, Deliveries, DeliveryDesk],
})
export class LedgerModule implements OnApplicationBootstrap {
  constructor(private readonly ledger: Ledger) {}

  /** The ledger that knows these events: what each room records. A name that two rooms declare stops the start. */
  static of(declared: readonly Events[]): DynamicModule {
    return { module: LedgerModule, providers: [{ provide: Ledger, useFactory: () => new Ledger(declared) }] };
  }

  onApplicationBootstrap(): void {
    this.ledger.verify();
  }
}
