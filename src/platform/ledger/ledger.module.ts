import { Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Deliveries } from './deliveries.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryDesk } from './delivery-desk.js';
import { DeliveryDeskRepository } from './delivery-desk.repository.js';
import { Ledger } from './ledger.js';
import { LedgerPartitions } from './partitions.js';

@Global()
@Module({
  providers: [Ledger, Deliveries, DeliveriesRepository, DeliveryDesk, DeliveryDeskRepository, LedgerPartitions],
  exports: [Ledger, Deliveries, DeliveryDesk],
})
export class LedgerModule implements OnApplicationBootstrap {
  constructor(private readonly ledger: Ledger) {}

  onApplicationBootstrap(): void {
    this.ledger.verify();
  }
}
