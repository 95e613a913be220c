import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from '../../../src/platform/ledger/group-commit.js';

/** A commit that the test ends by hand. */
function byHand(most = 64) {
  const commits: { key: string; lines: readonly number[]; end: (error?: Error) => void }[] = [];
  const groups = new GroupCommit<number>(
    (key, lines) =>
      new Promise<void>((resolve, reject) => {
        commits.push({ key, lines: [...lines], end: (error) => (error ? reject(error) : resolve()) });
      }),
    most,
  );
  return { commits, groups };
}

describe('a group commit', () => {
  it('puts what arrives while a commit runs into the next one, and nobody returns before their own', async () => {
    const { commits, groups } = byHand();
    const done: number[] = [];
    const add = (line: number) => groups.add('north', line).then(() => void done.push(line));
    const all = [add(1)];
    await sleep(5);
    all.push(add(2), add(3));
    await sleep(5);
    expect(commits.map(({ lines }) => lines)).toEqual([[1]]);
    expect(done).toEqual([]);
    commits[0]?.end();
    await sleep(5);
    expect(commits.map(({ lines }) => lines)).toEqual([[1], [2, 3]]);
    expect(done).toEqual([1]);
    commits[1]?.end();
    await Promise.all(all);
    expect(done).toEqual([1, 2, 3]);
  });

  it('keeps organizations apart: one that waits holds up nobody else', async () => {
    const { commits, groups } = byHand();
    const north = groups.add('north', 1);
    const south = groups.add('south', 2);
    await sleep(5);
    expect(commits.map(({ key }) => key)).toEqual(['north', 'south']);
    commits[1]?.end();
    await south;
    commits[0]?.end();
    await north;
  });

  it('tells all of a failed group, and only them, to come again', async () => {
    const { commits, groups } = byHand();
    const failed = [groups.add('north', 1), groups.add('north', 2)].map((line) => line.catch((error) => error.kind));
    await sleep(5);
    const next = groups.add('north', 3);
    commits[0]?.end(Object.assign(new Error('the server went away'), { code: 'ECONNRESET' }));
    expect(await Promise.all(failed)).toEqual(['unavailable', 'unavailable']);
    await sleep(5);
    commits[1]?.end();
    await expect(next).resolves.toBeUndefined();
  });

  it('tells a line that is refused what is wrong with it, and writes the others of its group', async () => {
    const commits: number[][] = [];
    const groups = new GroupCommit<number>(async (_, lines) => {
      commits.push([...lines]);
      if (lines.includes(2)) throw Object.assign(new Error('a fault of ours'), { code: '23514' });
    }, 64);
    const told = [1, 2, 3].map((line) => groups.add('north', line).catch((error: Error) => error.message));
    expect(await Promise.all(told)).toEqual([undefined, 'a fault of ours', undefined]);
    expect(commits).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('has a largest group; the rest stands behind it', async () => {
    const { commits, groups } = byHand(2);
    const all = [1, 2, 3, 4, 5].map((line) => groups.add('north', line));
    for (let commit = 0; commit < 3; commit += 1) {
      await sleep(5);
      commits[commit]?.end();
    }
    await Promise.all(all);
    expect(commits.map(({ lines }) => lines)).toEqual([[1, 2], [3, 4], [5]]);
  });
});
