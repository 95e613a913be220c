import { Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Deliveries } from './deliveries.js';
import { Ledger } from './ledger.js';

@Global()
@Module({ providers: [Ledger, Deliveries], exports: [Ledger, Deliveries] })
export class LedgerModule implements OnApplicationBootstrap {
  constructor(private readonly ledger: Ledger) {}

  onApplicationBootstrap(): void {
    this.ledger.verify();
  }
}
