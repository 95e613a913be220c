import type { QueryResultRow } from 'pg';
import type { DeepPartial, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import type { Day } from '../../kernel/days.js';
import type { CallersCursors } from './cursors.js';
import type { SqlValue, Statement } from './statement.js';
import type { Taken } from './wire/rows.js';

/** The only way to the database for a repository that reads. Carries the tenant; never outlives its work. */
export interface Tx {
  readonly actor: Actor;
  readonly organizationId: string;
  readonly now: Date;
  /** Makes and reads the cursors of lists. */
  readonly cursors: CallersCursors;
  rows<Row extends QueryResultRow>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or null. */
  row<Row extends QueryResultRow>(statement: Statement, values: readonly SqlValue[]): Promise<Row | null>;
}

/** What the organization says about time and language. */
export interface Place {
  /** Time zone of the organization (IANA), and the day it is there now. */
  readonly timeZone: string;
  readonly today: Day;
  /** Language of the organization (BCP 47). */
  readonly locale: string;
}

/**
 * A transaction that may change things. Its queries run one after another, never in parallel. It opens with its first
 * statement, in one trip: until then its place can only be asked for with `place()`.
 */
export interface WriteTx extends Tx, Place {
  /**
   * One id made by the database's clock as the transaction opened: for the first row of a history whose later ids the
   * database makes, so that no server's own clock can put it behind them.
   */
  readonly firstId: string;
  /** For work that needs its place before it has asked anything else: costs a trip then, and nothing later. */
  place(): Promise<Place>;
  /** Runs a change; answers how many rows it touched. */
  run(statement: Statement, values: readonly SqlValue[]): Promise<number>;
  /**
   * A statement whose result nobody waits for: it goes out with the next one, or with the commit, in the same trip and
   * in order. Its error is the error of what it went out with.
   */
  later(statement: Statement, values: readonly SqlValue[]): void;
  /**
   * The row that the work answers with, as its very last question: it and the commit share a trip. No row: 404, and
   * nothing is committed. What comes after it may only shape the row.
   */
  last<Row extends QueryResultRow>(statement: Statement, values: readonly SqlValue[]): Promise<Row>;
  /**
   * One new row, `later`; the organization is filled in. `taken`: what a double means, by the name of the unique key.
   */
  insert<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    row: DeepPartial<Entity>,
    taken?: Taken,
  ): Promise<void>;
  /**
   * Changes a row, `later`, if it still has this version, and counts the version up, in one conditional UPDATE. If it
   * has not, whatever it goes out with fails with 412 and nothing behind it happens. `taken`: as of `insert`.
   */
  change<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    id: string,
    version: number,
    patch: DeepPartial<Entity>,
    taken?: Taken,
  ): void;
  /**
   * Changes a row if it still has this version, and counts the version up, in one conditional UPDATE.
   * False: someone was faster, or the row is not there.
   */
  update<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity>,
    id: string,
    version: number,
    patch: DeepPartial<Entity>,
  ): Promise<boolean>;
}

/** Across organizations, under the gate role: sign-in, links, provisioning, sweeps. */
export interface GateTx {
  rows<Row extends QueryResultRow>(statement: Statement, values: readonly SqlValue[]): Promise<Row[]>;
  row<Row extends QueryResultRow>(statement: Statement, values: readonly SqlValue[]): Promise<Row | null>;
  run(statement: Statement, values: readonly SqlValue[]): Promise<number>;
}
