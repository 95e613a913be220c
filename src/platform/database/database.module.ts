import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { APPEND_POOL, Database, GATE_POOL, STANDINGS } from './database.js';
import { RootsWatch } from './roots/roots-watch.js';
import { appendConnections, type ServingConnections } from './setup/connections.js';
import { Naming } from './setup/naming.js';
import type { Standings } from './wire/entry.js';
import { driver, TenantSafePool } from './wire/pool.js';

/** Closes our own pools; TypeORM closes the other one. */
@Injectable()
class PoolCloser implements OnApplicationShutdown {
  constructor(
    @Inject(GATE_POOL) private readonly gate: TenantSafePool,
    @Inject(APPEND_POOL) private readonly append: TenantSafePool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.gate.end(), this.append.end()]);
  }
}

@Global()
@Module({})
export class DatabaseModule {
  /**
   * The database room on these connections. TypeORM gets the app role, our pool, and no right to change the schema.
   * `standings` say who may enter.
   */
  static on(
    connections: ServingConnections,
    entities: DataSourceOptions['entities'],
    standings: Standings,
  ): DynamicModule {
    const { app } = connections;
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          driver,
          ...(typeof app.host === 'string' ? { host: app.host } : {}),
          ...(app.port === undefined ? {} : { port: app.port }),
          ...(app.ssl === undefined ? {} : { ssl: app.ssl as never }),
          username: String(app.user),
          password: app.password as string,
          database: String(app.database),
          extra: app,
          poolSize: app.max ?? 10,
          entities: entities ?? [],
          namingStrategy: new Naming(),
          synchronize: false,
          migrationsRun: false,
          installExtensions: false,
          retryAttempts: 0,
          logging: false,
        }),
      ],
      providers: [
        { provide: GATE_POOL, useFactory: () => new TenantSafePool(connections.gate) },
        { provide: APPEND_POOL, useFactory: () => new TenantSafePool({ ...app, max: appendConnections }) },
        { provide: STANDINGS, useValue: standings },
        PoolCloser,
        Database,
        RootsWatch,
        Clock,
      ],
      exports: [Database, RootsWatch, Clock],
    };
  }
}
