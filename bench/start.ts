import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, freePort, isReady, project } from './contenders/program.js';
import type { Figures } from './figures.js';

/** Seconds from `npm start` to the first answer: the first start ever on a new folder, then later ones. */
export async function measureStarts(figures: Figures): Promise<void> {
  build();
  const folder = mkdtempSync(join(tmpdir(), 'onward-start-'));
  try {
    figures.numbers.set('first start', await secondsToAnswer('npm', ['start'], folder));
    const later = [await secondsToAnswer('npm', ['start'], folder), await secondsToAnswer('npm', ['start'], folder)];
    figures.numbers.set('later start', Math.min(...later));
    // Without npm and without looking whether the build is stale: as it is started where it serves.
    const alone = await secondsToAnswer(process.execPath, ['dist/main.js'], folder);
    figures.numbers.set('start on a migrated database', alone);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function secondsToAnswer(program: string, given: readonly string[], folder: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), ONWARD_DATA_DIR: join(folder, 'data'), ONWARD_LOG: 'error' };
  const begun = performance.now();
  const child = spawn(program, given, { cwd: project, env, stdio: ['ignore', 'ignore', 2], detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`${program} ${given.join(' ')} ended with ${child.exitCode}`);
      if (performance.now() - begun > 60_000) throw new Error('No answer within a minute');
      await sleep(10);
    }
    return (performance.now() - begun) / 1000;
  } finally {
    // The whole group: npm hands no signal on.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
    await sleep(500);
  }
}
