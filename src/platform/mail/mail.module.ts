import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { DevelopmentMailbox } from './development-mailbox.js';
import { MailBudget } from './mail-budget.js';
import { MailboxController } from './mailbox.controller.js';
import { Mailer } from './mailer.js';

@Global()
@Module({})
export class MailModule {
  /** In production there is no development mailbox to open. */
  static of(config: Config): DynamicModule {
    return {
      module: MailModule,
      controllers: config.isProduction ? [] : [MailboxController],
      providers: [Mailer, MailBudget, DevelopmentMailbox],
      exports: [Mailer, MailBudget, DevelopmentMailbox],
    };
  }
}
