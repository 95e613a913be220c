import { randomUUID } from 'node:crypto';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { ClientConfig } from 'pg';
import { Between, type DataSource, type EntityManager, IsNull, type ObjectLiteral, type Repository } from 'typeorm';
import { entities } from '../../src/app/schema.js';
import { Naming } from '../../src/platform/database/setup/naming.js';
import { COACH, ORGANIZATION } from '../data.js';
import type { NestSettings } from './contender.js';

export type Row = ObjectLiteral;
const organizationId = ORGANIZATION;

export const tableOptions = ({ host, port, user, database }: ClientConfig): TypeOrmModuleOptions => ({
  type: 'postgres',
  host: String(host),
  port: Number(port),
  username: String(user),
  database: String(database),
  namingStrategy: new Naming(),
  entities,
  extra: { max: 32, idleTimeoutMillis: 0 },
  installExtensions: false,
});

/** Onward's entities, read only: each by the name of its table, so that a class may move. */
export class Tables {
  constructor(
    private readonly source: DataSource | EntityManager,
    private readonly settings: NestSettings,
  ) {}

  of(table: string): Repository<Row> {
    const source = 'connection' in this.source ? this.source.connection : this.source;
    const metadata = source.entityMetadatas.find(({ tableName }) => tableName === table);
    if (!metadata) throw new Error(`There is no table ${table}`);
    return this.source.getRepository<Row>(metadata.target);
  }

  transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> {
    return this.source.transaction((manager) => work(new Tables(manager, this.settings)));
  }

  caseload(coachId: string, limit: number): Promise<Row[]> {
    const where = { organizationId, coachId, deletedAt: IsNull() };
    return this.of('clients').find({ where, order: { searchKey: 'asc', id: 'asc' }, take: limit + 1 });
  }

  applicationsOf(clientId: string): Promise<Row[]> {
    const join = (alias: string, id: string): string =>
      `${alias}.organization_id = a.organization_id and ${alias}.id = a.${id}`;
    return this.of('applications')
      .createQueryBuilder('a')
      .innerJoinAndMapOne('a.client', this.of('clients').target as string, 'c', join('c', 'client_id'))
      .innerJoinAndMapOne('a.employer', this.of('employers').target as string, 'e', join('e', 'employer_id'))
      .where({ organizationId, clientId })
      .orderBy('a.id', 'DESC')
      .limit(51)
      .getMany();
  }

  funnel(from: string, to: string): Promise<Row[]> {
    return this.of('applications')
      .createQueryBuilder('a')
      .select(['a.furthestStage as "furthestStage"', 'a.outcome as outcome', 'count(*)::int as count'])
      .where({ organizationId, appliedOn: Between(from, to) })
      .groupBy('a.furthestStage')
      .addGroupBy('a.outcome')
      .getRawMany();
  }

  /** Writes the look, where Onward writes it. */
  async look(kind: string, subjectId: string, clientId: string | null): Promise<void> {
    if (this.settings.looks.includes(kind)) await this.line(`${kind}.seen`, subjectId, clientId, [], {});
  }

  async line(
    name: string,
    subjectId: string,
    clientId: string | null,
    consumers: readonly string[],
    payload: object,
    actorId = COACH,
  ): Promise<void> {
    const given = {
      organizationId,
      actorKind: 'staff',
      actorId,
      name,
      subjectId,
      clientId,
      payload,
      requestId: randomUUID(),
    };
    const line = await this.of('ledger_lines').save(given);
    for (const consumer of consumers) await this.of('deliveries').save({ organizationId, lineId: line.id, consumer });
  }

  async key(location: string): Promise<void> {
    const given = { organizationId, userId: COACH, keyDigest: randomUUID(), fingerprint: randomUUID() };
    await this.of('idempotency_keys').save({ ...given, status: 201, location });
  }
}
