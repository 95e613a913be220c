import { Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Deliveries } from './deliveries.js';
import { Ledger } from './ledger.js';
import { Looks } from './looks.js';

@Global()
@Module({ providers: [Ledger, Looks, Deliveries], exports: [Ledger, Looks, Deliveries] })
export class LedgerModule implements OnApplicationBootstrap {
  constructor(private readonly ledger: Ledger) {}

  onApplicationBootstrap(): void {
    this.ledger.verify();
  }
}
