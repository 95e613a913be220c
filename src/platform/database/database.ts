import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import type { Actor, SystemActor } from '../../access/actor.js';
import { dayIn } from '../../kernel/days.js';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Clock } from '../clock/clock.js';
import { Secrets } from '../config/secrets.js';
import { Cursors } from './cursors.js';
import { asAppError, isWorthRetrying } from './database-errors.js';
import { type SqlValue, type Statement, statement } from './statement.js';
import type { GateTx, Tx, WriteTx } from './tx.js';
import { entry, type Standing } from './wire/entry.js';
import { affectedRows, type Step } from './wire/one-trip.js';
import { run, TenantSafePool } from './wire/pool.js';
import { asksBefore, type EarlierRequest, requireFirst, savesAfter } from './wire/repeats.js';
import { Rows } from './wire/rows.js';

const BEGIN: Step = { statement: statement('tx.begin', 'begin'), values: [] };
const COMMIT: Step = { statement: statement('tx.commit', 'commit'), values: [] };
const ROLLBACK: Step = { statement: statement('tx.rollback', 'rollback'), values: [] };

export const GATE_POOL = Symbol('the pool of the gate role');

/** The only door to PostgreSQL. Nothing in the house holds a connection outside these four methods. */
@Injectable()
export class Database {
  private readonly pool: TenantSafePool;
  private readonly rows: Rows;
  private readonly cursors: Cursors;

  constructor(
    dataSource: DataSource,
    @Inject(GATE_POOL) private readonly gatePool: TenantSafePool,
    private readonly clock: Clock,
    secrets: Secrets,
  ) {
    this.pool = (dataSource.driver as unknown as { master: TenantSafePool }).master;
    this.rows = new Rows(dataSource);
    this.cursors = new Cursors(secrets);
  }

  /**
   * Reads as this actor. Each query is one round trip that carries the tenant, and the first also the check of the session.
   * Throws 401 `auth.session-ended` when the actor may not enter (any more).
   */
  async read<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const [setTenant, check] = entry(actor);
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
        if (attempt === 3 || !isWorthRetrying(error)) throw asAppError(error);
      }
    }
  }

  /** One transaction of the worker or the command line inside an organization. */
  asSystem<Result>(organizationId: string, reason: string, work: (tx: WriteTx) => Promise<Result>): Promise<Result> {
    const actor: SystemActor = { kind: 'system', role: 'operator', organizationId, reason, requestId: newId() };
    return this.write(actor, work);
  }

  /** One transaction under the gate role, across organizations. Rare; the reason says why it has to be. */
  acrossOrganizations<Result>(_reason: string, work: (tx: GateTx) => Promise<Result>): Promise<Result> {
    return this.onClient(this.gatePool, async (client) => {
      const rows = <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]): Promise<Row[]> =>
        run(client, [{ statement: of, values }]).then(([found]) => (found ?? []) as Row[]);
      await run(client, [BEGIN]);
      try {
        const result = await work({
          rows,
          row: async <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]) =>
            (await rows<Row>(of, values))[0] ?? null,
          run: async (of, values) => affectedRows(await rows(of, values)),
        });
        await run(client, [COMMIT]);
        return result;
      } catch (error) {
        await run(client, [ROLLBACK]).catch(() => undefined);
        throw error;
      }
    });
  }

  /** True when both pools reach a server that answers. */
  async isReachable(): Promise<boolean> {
    const probe: Step = { statement: statement('database.probe', 'select 1'), values: [] };
    try {
      await this.onClient(this.pool, (client) => run(client, [probe]));
      await this.onClient(this.gatePool, (client) => run(client, [probe]));
      return true;
    } catch {
      return false;
    }
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
    const repeater = actor.kind === 'staff' && actor.repeat ? { actor, repeat: actor.repeat } : null;
    try {
      const asks = repeater ? asksBefore(repeater.actor, repeater.repeat) : [];
      const [, , standing, lock, earlier] = await run(client, [BEGIN, ...entry(actor), ...asks]);
      const place = mustStand(standing);
      if (repeater) {
        requireFirst(
          repeater.repeat,
          lock?.[0] as { is_free: boolean } | undefined,
          earlier?.[0] as EarlierRequest | undefined,
        );
      }
      const waiting: Step[] = [];
      const result = await work(this.openTx(client, actor, place, waiting));
      const saves = repeater ? [savesAfter(repeater.actor, repeater.repeat, result)] : [];
      await run(client, [...waiting, ...saves, COMMIT]);
      return result;
    } catch (error) {
      await run(client, [ROLLBACK]).catch(() => undefined);
      throw error;
    }
  }

  private openTx(client: PoolClient, actor: Actor, place: Standing, waiting: Step[]): WriteTx {
    const now = this.clock.now();
    const { organizationId } = actor;
    const go = async (step: Step): Promise<QueryResultRow[]> =>
      (await run(client, [...waiting.splice(0), step])).at(-1) ?? [];
    const rows = <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]): Promise<Row[]> =>
      go({ statement: of, values }) as Promise<Row[]>;
    return {
      actor,
      organizationId,
      now,
      cursors: this.cursors.of(actor),
      timeZone: place.time_zone,
      today: dayIn(place.time_zone, now),
      locale: place.locale,
      rows,
      row: async <Row extends QueryResultRow>(of: Statement, values: readonly SqlValue[]) =>
        (await rows<Row>(of, values))[0] ?? null,
      run: async (of, values) => affectedRows(await rows(of, values)),
      later: (of, values) => {
        waiting.push({ statement: of, values });
      },
      insert: async (entity, row) => {
        await go(this.rows.insert(entity, { ...row, organizationId }));
      },
      update: async (entity, id, version, patch) => {
        return affectedRows(await go(this.rows.update(entity, { organizationId, id, version }, patch))) === 1;
      },
    };
  }

  private async onClient<Result>(pool: TenantSafePool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      return await work(client);
    } catch (error) {
      throw asAppError(error);
    } finally {
      client?.release();
    }
  }
}

function mustStand(standing: QueryResultRow[] | undefined): Standing {
  const place = standing?.[0] as Standing | undefined;
  if (!place) throw new AppError('unauthenticated', 'auth.session-ended');
  return place;
}
