import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import type { Actor, SystemActor } from '../../access/actor.js';
import { dayIn } from '../../kernel/days.js';
import { newId } from '../../kernel/ids.js';
import { Clock } from '../clock/clock.js';
import { Secrets } from '../config/secrets.js';
import { Cursors } from './cursors.js';
import { asAppError, isWorthRetrying } from './database-errors.js';
import type { SqlValue, Statement } from './statement.js';
import type { GateTx, Tx, WriteTx } from './tx.js';
import { entry, inOrganization, mustStand, type Standings } from './wire/entry.js';
import { affectedRows, type Step } from './wire/one-trip.js';
import { run, TenantSafePool } from './wire/pool.js';
import { Pulse } from './wire/pulse.js';
import { Rows } from './wire/rows.js';
import { BEGIN, COMMIT, ROLLBACK, Transaction } from './wire/transaction.js';

export const GATE_POOL = Symbol('the pool of the gate role');
/** Never full of readers: those who have read wait for their line, and must not stand in line behind those who come. */
export const APPEND_POOL = Symbol('the pool for lines that are only added');
export const STANDINGS = Symbol('who may enter');

/** The only door to PostgreSQL. Nothing in the house holds a connection outside these four methods. */
@Injectable()
export class Database {
  private readonly pool: TenantSafePool;
  private readonly rows: Rows;
  private readonly cursors: Cursors;
  private readonly pulse: Pulse;

  constructor(
    dataSource: DataSource,
    @Inject(GATE_POOL) private readonly gatePool: TenantSafePool,
    @Inject(APPEND_POOL) private readonly appendPool: TenantSafePool,
    private readonly clock: Clock,
    secrets: Secrets,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {
    this.pool = (dataSource.driver as unknown as { master: TenantSafePool }).master;
    this.rows = new Rows(dataSource);
    this.cursors = new Cursors(secrets);
    this.pulse = new Pulse(appendPool, gatePool);
  }

  /**
   * Reads as this actor. Each query is one round trip that carries the tenant, and the first also the check of the session.
   * Throws 401 `auth.session-ended` when the actor may not enter (any more).
   */
  async read<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const [setTenant, check] = entry(this.standings, actor);
    let hasEntered = false;
    const query = <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]): Promise<Row[]> =>
      this.onClient(this.pool, async (client) => {
        const asked = { statement: of, values };
        if (hasEntered) return ((await run(client, [setTenant, asked]))[1] ?? []) as Row[];
        const [, standing, rows] = await run(client, [setTenant, check, asked]);
        mustStand(standing);
        hasEntered = true;
        return (rows ?? []) as Row[];
      });
    return work({
      actor,
      organizationId: actor.organizationId,
      now: this.clock.now(),
      cursors: this.cursors.of(actor),
      rows: query,
      row: async <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]) =>
        (await query<Row>(of, values))[0] ?? null,
    });
  }

  /**
   * One transaction as this actor: all of `work` or nothing. When the request carries an idempotency key that was
   * used before, `work` does not run: throws `DoneBefore`, which says where the effect can be read.
   */
  async write<Result>(actor: Actor, work: (tx: WriteTx) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.writeOnce(actor, work);
      } catch (error) {
        if (attempt === 3 || !isWorthRetrying(error)) throw this.told(error);
      }
    }
  }

  /** One transaction of the worker or the command line inside an organization, which `founds` makes with it. */
  asSystem<Result>(
    organizationId: string,
    reason: string,
    work: (tx: WriteTx) => Promise<Result>,
    more: Pick<SystemActor, 'founds'> = {},
  ): Promise<Result> {
    const requestId = newId();
    return this.write({ kind: 'system', role: 'operator', organizationId, reason, requestId, ...more }, work);
  }

  /** One transaction under the gate role, across organizations. Rare; the reason says why it has to be. */
  acrossOrganizations<Result>(_reason: string, work: (tx: GateTx) => Promise<Result>): Promise<Result> {
    return this.onClient(this.gatePool, async (client) => {
      let opening: Step[] = [BEGIN];
      const rows = async <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]): Promise<Row[]> => {
        const steps = [...opening, { statement: of, values }];
        opening = [];
        return ((await run(client, steps)).at(-1) ?? []) as Row[];
      };
      try {
        const result = await work({
          rows,
          row: async <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]) =>
            (await rows<Row>(of, values))[0] ?? null,
          run: async (of, values) => affectedRows(await rows(of, values)),
        });
        if (opening.length === 0) await run(client, [COMMIT]);
        return result;
      } catch (error) {
        if (opening.length === 0) await run(client, [ROLLBACK]).catch(() => undefined);
        throw error;
      }
    });
  }

  /**
   * One change inside an organization, committed in one trip: for what follows from requests whose actors were checked
   * when they read. Nothing else may come between.
   */
  append(organizationId: string, of: Statement, values: readonly SqlValue[]): Promise<void> {
    return this.onClient(this.appendPool, async (client) => {
      await run(client, [inOrganization(organizationId), { statement: of, values }]);
    });
  }

  /** True when the server answers and takes changes: asked outside of the line in which requests wait. */
  isWell(change: Statement): Promise<boolean> {
    return this.pulse.isWell(change);
  }

  /** The error as the caller may see it. */
  private told(error: unknown): unknown {
    this.pulse.note(error);
    return asAppError(error);
  }

  private async writeOnce<Result>(actor: Actor, work: (tx: WriteTx) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    try {
      return await this.inTransaction(client, actor, work);
    } finally {
      // Inside a failed or open transaction the pool destroys the client instead of taking it back.
      client.release();
    }
  }

  private async inTransaction<Result>(
    client: PoolClient,
    actor: Actor,
    work: (tx: WriteTx) => Promise<Result>,
  ): Promise<Result> {
    const transaction = new Transaction(client, this.standings, actor);
    try {
      const result = await work(this.openTx(transaction, actor));
      await transaction.finish(result);
      return result;
    } catch (error) {
      await transaction.undo();
      throw error;
    }
  }

  private openTx(transaction: Transaction, actor: Actor): WriteTx {
    const now = this.clock.now();
    const { organizationId } = actor;
    const todayIn = (timeZone: string) => dayIn(timeZone, now);
    const rows = <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]): Promise<Row[]> =>
      transaction.rows({ statement: of, values }) as Promise<Row[]>;
    return {
      actor,
      organizationId,
      now,
      cursors: this.cursors.of(actor),
      get timeZone() {
        return transaction.place.time_zone;
      },
      get today() {
        return todayIn(transaction.place.time_zone);
      },
      get locale() {
        return transaction.place.locale;
      },
      get firstId() {
        return transaction.place.first_id;
      },
      place: async () => {
        const { time_zone: timeZone, locale } = await transaction.enter();
        return { timeZone, locale, today: todayIn(timeZone) };
      },
      rows,
      row: async <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]) =>
        (await rows<Row>(of, values))[0] ?? null,
      run: async (of, values) => affectedRows(await rows(of, values)),
      later: (of, values) => transaction.later({ statement: of, values }),
      last: <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]) =>
        transaction.last({ statement: of, values }) as Promise<Row>,
      insert: async (entity, row, taken) =>
        transaction.later(this.rows.insert(entity, { ...row, organizationId }, taken)),
      change: (entity, id, version, patch, taken) =>
        transaction.later(this.rows.change(entity, { organizationId, id, version }, patch, taken)),
      update: async (entity, id, version, patch) => {
        const step = this.rows.update(entity, { organizationId, id, version }, patch);
        return affectedRows(await transaction.rows(step)) === 1;
      },
    };
  }

  private async onClient<Result>(pool: TenantSafePool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      return await work(client);
    } catch (error) {
      throw this.told(error);
    } finally {
      client?.release();
    }
  }
}
