import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../kernel/errors.js';
import { asAppError } from '../database/database-errors.js';

interface Group<Line> {
  readonly lines: Line[];
  /** Why a line of this place could not be committed; nothing for those that are. */
  readonly done: Promise<readonly unknown[]>;
}

/**
 * Puts lines of many requests into one commit. A line that comes while its organization's commit runs joins the next
 * one; nobody waits for a clock. Each caller waits until its own line is durable. While the database is away all of a
 * group are told so; a line that it refuses is a fault of ours, and keeps no other line of its group from being written.
 */
export class GroupCommit<Line> {
  private readonly gathering = new Map<string, Group<Line>>();
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly commit: (key: string, lines: readonly Line[]) => Promise<void>,
    private readonly most: number,
  ) {}

  /** Resolves once the line is committed. */
  add(key: string, line: Line): Promise<void> {
    let group = this.gathering.get(key);
    if (!group) {
      const lines: Line[] = [];
      group = { lines, done: this.run(key, lines) };
      this.gathering.set(key, group);
    }
    const place = group.lines.push(line) - 1;
    // A full group takes nobody else; the next one stands behind it.
    if (group.lines.length >= this.most) this.gathering.delete(key);
    return group.done.then((errors) => {
      if (errors[place] !== undefined) throw errors[place];
    });
  }

  private async run(key: string, lines: Line[]): Promise<readonly unknown[]> {
    // What arrived with this turn of the event loop may still come along; with nobody before, that is all it waits for.
    const turn = this.running.get(key) ?? nextTurn();
    const done = this.after(turn, key, lines);
    this.running.set(key, done);
    try {
      return await done;
    } finally {
      if (this.running.get(key) === done) this.running.delete(key);
    }
  }

  private async after(turn: Promise<unknown>, key: string, lines: Line[]): Promise<readonly unknown[]> {
    await turn;
    if (this.gathering.get(key)?.lines === lines) this.gathering.delete(key);
    return this.settle(key, lines);
  }

  private async settle(key: string, lines: readonly Line[]): Promise<readonly unknown[]> {
    try {
      await this.commit(key, lines);
      return [];
    } catch (error) {
      const told = asAppError(error);
      const isAway = told instanceof AppError && told.kind === 'unavailable';
      if (isAway || lines.length === 1) return lines.map(() => (isAway ? told : error));
    }
    const errors: unknown[] = [];
    for (const line of lines) errors.push((await this.settle(key, [line]))[0]);
    return errors;
  }
}
