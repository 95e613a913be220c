import type { PoolClient, QueryResultRow } from 'pg';
import type { Actor } from '../../../access/actor.js';
import { notFound } from '../../../kernel/errors.js';
import { statement } from '../statement.js';
import { entry, mustStand, type Standing, type Standings } from './entry.js';
import { mustFind } from './must.js';
import { failureOf, type Step } from './one-trip.js';
import { run } from './pool.js';
import { asksBefore, type EarlierRequest, requireFirst, savesAfter } from './repeats.js';

export const BEGIN: Step = { statement: statement('database.begin', 'begin'), values: [] };
export const COMMIT: Step = { statement: statement('database.commit', 'commit'), values: [] };
export const ROLLBACK: Step = { statement: statement('database.rollback', 'rollback'), values: [] };

/** Place of the actor's standing among the steps that open a transaction. */
const STANDING = 2;

/**
 * One transaction on one connection, in as few trips as its work allows. Nothing goes out before the first statement,
 * which carries `begin`, the tenant, the check of the actor and the question for an earlier answer; what nobody waits
 * for goes with the next one. Nothing is committed before the check has answered.
 */
export class Transaction {
  private opening: readonly Step[] | null;
  private readonly waiting: Step[] = [];
  private standing: Standing | null = null;
  private isCommitted = false;
  private readonly repeater;

  constructor(
    private readonly client: PoolClient,
    standings: Standings,
    actor: Actor,
  ) {
    this.repeater = actor.kind === 'staff' && actor.repeat ? { actor, repeat: actor.repeat } : null;
    const asks = this.repeater ? asksBefore(this.repeater.actor, this.repeater.repeat) : [];
    this.opening = [BEGIN, ...entry(standings, actor), ...asks];
  }

  /** What is known of the actor's place, from the first trip on. */
  get place(): Standing {
    if (!this.standing) throw new Error('The first statement has not gone out yet: ask tx.place()');
    return this.standing;
  }

  /** The same, asked for alone when nothing has gone out yet. */
  async enter(): Promise<Standing> {
    if (this.opening) await this.trip([]);
    return this.place;
  }

  /** Throws behind `last`: it would be lost without a word. */
  later(step: Step): void {
    if (this.isCommitted) throw new Error('The transaction was committed with its last question');
    this.waiting.push(step);
  }

  async rows(step: Step): Promise<QueryResultRow[]> {
    return (await this.trip([step])).at(-1) ?? [];
  }

  /**
   * The row that the work answers with, as its last question. It commits in the same trip where it can: not when the
   * answer has still to be stored for a repeat. No row: 404, and nothing is committed.
   */
  async last(step: Step): Promise<QueryResultRow> {
    const find = mustFind(step, notFound);
    if (this.opening || this.repeater) return (await this.rows(find))[0] ?? {};
    const [row] = (await this.trip([find, COMMIT])).at(-2) ?? [];
    this.isCommitted = true;
    return row ?? {};
  }

  /** Commits what `last` has not committed already. */
  async finish(result: unknown): Promise<void> {
    if (this.isCommitted) return;
    if (this.opening) await this.trip([]);
    const saves = this.repeater ? [savesAfter(this.repeater.actor, this.repeater.repeat, result)] : [];
    await this.trip([...saves, COMMIT]);
    this.isCommitted = true;
  }

  /** Undoes everything. A connection that cannot even do this is dropped by the pool. */
  async undo(): Promise<void> {
    if (!this.opening && !this.isCommitted) await run(this.client, [ROLLBACK]).catch(() => undefined);
  }

  private async trip(steps: readonly Step[]): Promise<QueryResultRow[][]> {
    if (this.isCommitted) throw new Error('Nothing can be asked after the last question');
    const { opening } = this;
    this.opening = null;
    const all = [...(opening ?? []), ...this.waiting.splice(0), ...steps];
    try {
      const rows = await run(this.client, all);
      if (opening) this.admit(rows, opening.length);
      return rows;
    } catch (error) {
      const failure = failureOf(error);
      // Who may not enter is told that, and nothing about what failed behind the check.
      if (opening && failure) this.admit(failure.rows, failure.at);
      throw error;
    }
  }

  /** Reads what the opening steps answered, of which so many are done. Throws 401, 409, 422, or `DoneBefore`. */
  private admit(rows: readonly QueryResultRow[][], done: number): void {
    if (done <= STANDING) return;
    this.standing = mustStand(rows[STANDING]);
    if (!this.repeater || done < STANDING + 3) return;
    const [lock] = (rows[STANDING + 1] ?? []) as { is_free: boolean }[];
    const [earlier] = (rows[STANDING + 2] ?? []) as (EarlierRequest & QueryResultRow)[];
    requireFirst(this.repeater.repeat, lock, earlier);
  }
}
