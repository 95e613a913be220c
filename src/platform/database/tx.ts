import type { QueryResultRow } from 'pg';
import type { DeepPartial, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import type { Day } from '../../kernel/days.js';
import type { CallersCursors } from './cursors.js';
import type { SqlValue, Statement } from './statement.js';

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

/** An open transaction that may change things. Its queries run one after another, never in parallel. */
export interface WriteTx extends Tx {
  /** Time zone of the organization (IANA), and the day it is there now. */
  readonly timeZone: string;
  readonly today: Day;
  /** Language of the organization (BCP 47). */
  readonly locale: string;
  /** Runs a change; answers how many rows it touched. */
  run(statement: Statement, values: readonly SqlValue[]): Promise<number>;
  /**
   * A statement whose result nobody waits for: it goes out with the next one, or with the commit, in the same trip and
   * in order. Its error is the error of what it went out with.
   */
  later(statement: Statement, values: readonly SqlValue[]): void;
  /** One new row; the organization is filled in. */
  insert<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>, row: DeepPartial<Entity>): Promise<void>;
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
