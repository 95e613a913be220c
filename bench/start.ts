import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from './figures.js';

const project = join(import.meta.dirname, '..');

/** Seconds from `npm start` to the first answer: the first start ever on a new folder, then later ones. */
export async function measureStarts(figures: Figures): Promise<void> {
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: project, stdio: ['ignore', 2, 2] });
  if (built.status !== 0) throw new Error('The build failed');
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
    while (!(await answers(port))) {
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

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
