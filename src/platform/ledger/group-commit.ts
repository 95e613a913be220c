import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../kernel/errors.js';

interface Group<Line> {
  readonly lines: Line[];
  readonly done: Promise<void>;
}

/**
 * Puts lines of many requests into one commit. A line that comes while its organization's commit runs joins the next
 * one; nobody waits for a clock. Each caller waits until its own line is durable; when the commit of a group fails, all
 * of it are told 503.
 */
export class GroupCommit<Line> {
  private readonly gathering = new Map<string, Group<Line>>();
  private readonly running = new Map<string, Promise<void>>();

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
    group.lines.push(line);
    // A full group takes nobody else; the next one stands behind it.
    if (group.lines.length >= this.most) this.gathering.delete(key);
    return group.done;
  }

  private async run(key: string, lines: Line[]): Promise<void> {
    // What arrived with this turn of the event loop may still come along; with nobody before, that is all it waits for.
    const turn = this.running.get(key)?.catch(() => undefined) ?? nextTurn();
    const done = this.after(turn, key, lines);
    this.running.set(key, done);
    try {
      await done;
    } finally {
      if (this.running.get(key) === done) this.running.delete(key);
    }
  }

  private async after(turn: Promise<void>, key: string, lines: Line[]): Promise<void> {
    await turn;
    if (this.gathering.get(key)?.lines === lines) this.gathering.delete(key);
    try {
      await this.commit(key, lines);
    } catch {
      throw new AppError('unavailable', 'http.unavailable');
    }
  }
}
