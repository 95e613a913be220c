/**
 * Builds `dist/` when the sources are other than those it was built from. Run before the program in the same process:
 * `node --import ./scripts/build-if-stale.mjs dist/main.js`, so that npm's signals reach the program itself.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(project, 'node_modules', '.cache');
const stamp = join(project, 'dist', '.built');

/** Names, sizes and times of everything that the build reads: also sees a file that went, or an older one put back. */
function fingerprint() {
  const alone = [
    'nest-cli.json',
    '.swcrc',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  const sources = readdirSync(join(project, 'src'), { recursive: true }).map((name) => join('src', name));
  const hash = createHash('sha256');
  for (const name of [...alone, ...sources.sort()]) {
    const entry = statSync(join(project, name));
    if (entry.isFile()) hash.update(`${name} ${entry.size} ${entry.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const isFresh = (wanted) => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

function build(wanted) {
  const nest = join(project, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  if (!existsSync(nest))
    stop('dist/ is older than the sources, and the tools to build it are not installed. Run: npm ci');
  const { status, stdout, stderr } = spawnSync(process.execPath, [nest, 'build'], { cwd: project, encoding: 'utf8' });
  if (status !== 0) stop(`The build failed.\n${stdout}${stderr}`);
  writeFileSync(stamp, wanted);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** One build at a time. The lock is the kernel's (through SQLite), so that a killed build leaves none behind. */
async function buildInTurn() {
  const { DatabaseSync } = await import('node:sqlite');
  mkdirSync(cache, { recursive: true });
  const lock = new DatabaseSync(join(cache, 'onward-build.lock'), { timeout: 60_000 });
  lock.exec('BEGIN EXCLUSIVE');
  try {
    const wanted = fingerprint();
    if (!isFresh(wanted)) build(wanted);
  } finally {
    lock.close();
  }
}

// Sources may be left out of an installation that brings its own dist/.
if (existsSync(join(project, 'src')) && !isFresh(fingerprint())) await buildInTurn();
// A quarter of the time to load the program is the parsing of it.
enableCompileCache(join(cache, 'onward-code'));
