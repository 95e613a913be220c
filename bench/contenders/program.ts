import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { newId } from '../../src/kernel/ids.js';
import { AccessTokens } from '../../src/platform/auth/access-tokens.js';
import { Secrets } from '../../src/platform/config/secrets.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { TEST_SECRET } from '../../test/support/settings.js';
import { COACH, ORGANIZATION } from '../data.js';
import type { Contender } from './contender.js';

export const project = join(import.meta.dirname, '../..');

export function build(): void {
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: project, stdio: ['ignore', 2, 2] });
  if (built.status !== 0) throw new Error('The build failed');
}

/** The flags of `npm start`, so that what is measured is what is served. */
function flagsOfStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--max-'));
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

export const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Onward as it is served, compiled, web API and worker in one process, with its default pool and bound on requests in
 * flight: memory and overload are measured on it. Only the limits per person are off.
 */
export async function startProgram(admin: ClientConfig): Promise<Contender> {
  build();
  const port = await freePort();
  const url = `postgres://${admin.user}@localhost:${admin.port}/${admin.database}?host=${encodeURIComponent(admin.host ?? '')}`;
  const child = spawn(process.execPath, [...flagsOfStart(), 'dist/main.js'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 2],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: url,
      ONWARD_SECRET: TEST_SECRET,
      ONWARD_SEED: 'false',
      ONWARD_LIMITS: 'false',
      ONWARD_LOG: 'silent',
    },
  });
  for (let waited = 0; !(await isReady(port)); waited += 50) {
    if (child.exitCode !== null || waited > 60_000) throw new Error(`Onward does not serve (${child.exitCode})`);
    await sleep(50);
  }
  const sid = newId();
  const session = `insert into sessions (organization_id, id, made_by, subject_id, purpose, expires_at)
                   values ($1, $2, $3, $3, 'sign_in', now() + interval '1 day')`;
  await withClient(admin, (client) => client.query(session, [ORGANIZATION, sid, COACH]));
  const coach = new AccessTokens(new Secrets(TEST_SECRET)).sign({ sub: COACH, org: ORGANIZATION, sid, role: 'coach' });
  return { name: 'onward', child, pid: child.pid ?? 0, port, tokens: { coach }, prefix: '' };
}
