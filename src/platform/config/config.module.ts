import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';
import { SecretSource } from './secret-source.js';
import { Secrets } from './secrets.js';

@Global()
@Module({})
export class ConfigModule {
  static of(config: Config, secrets: Secrets): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Secrets, useValue: secrets },
        { provide: SecretSource, useFactory: () => new SecretSource(config) },
      ],
      exports: [CONFIG, Secrets, SecretSource],
    };
  }
}
