/**
 * Sees to it that our programs run on the Node 26 that npm ci brought, whatever Node npm itself runs on. npm 11 links it
 * into node_modules/.bin, where npm's scripts find it first; npm 10 removes that link again together with the packages of
 * other platforms. So the link is made here: after the install, and, where install scripts are off, at the first start.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');
const { platform, arch } = process;
const program = platform === 'win32' ? 'node.exe' : 'node';
const names = [`node-${platform === 'win32' ? 'win' : platform}-${arch}`, `node-bin-${platform}-${arch}`];
const brought = names.map((name) => join(modules, name, 'bin', program)).find((path) => existsSync(path));
const link = join(modules, '.bin', 'node');

if (brought && platform !== 'win32' && !existsSync(link)) {
  try {
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true }); // one that leads nowhere
    symlinkSync(relative(dirname(link), brought), link);
  } catch {
    // Not our folder to write into: each start hands over, as below.
  }
}

const isInstall = process.env.npm_lifecycle_event === 'postinstall';
if (!isInstall && Number(process.versions.node.split('.')[0]) < 26) {
  if (!brought) {
    const advice = 'Onward brings Node 26 with it: run npm ci, without --omit=optional.';
    process.stderr.write(`This is Node ${process.versions.node}. ${advice}\n`);
    process.exit(1);
  }
  await handOver(brought);
}

/** Runs the same command line on the right Node, and ends as it ends. */
function handOver(node) {
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}` };
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
  return new Promise(() => {});
}
