import { createHash, randomUUID } from 'node:crypto';
import {
  chmod,
  chown,
  lchown,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findBinaries, useAnotherServer } from './binaries.js';
import { run, type ServerUser } from './processes.js';

const LONGEST_SOCKET_PATH = process.platform === 'linux' ? 107 : 103; // bytes, sun_path without its NUL
export const PORT = 5432; // only the number in the socket's name

/** Where one embedded server lives. */
export interface Place {
  dataDir: string;
  /** PostgreSQL's own data directory, as we see it. */
  cluster: string;
  lockFile: string;
  user: ServerUser;
  /** The folder that holds PostgreSQL's `bin`, `lib` and `share`, usable by the server's user. */
  binaries: string;
}

/** Finds or makes all that must stand before initdb. Throws with a sentence for the operator when it cannot. */
export async function preparePlace(folder: string): Promise<Place> {
  const dataDir = await makeDataDir(resolve(folder));
  const user = await findServerUser(dataDir);
  const binaries = await findBinaries(dataDir, user);
  const lockFile = join(dataDir, 'postgres.lock');
  const made = await open(lockFile, 'wx', 0o600).catch(() => undefined); // never opened again: closing drops the lock
  await made?.close();
  const owner = await stat(dataDir);
  if (made && user) await lchown(lockFile, owner.uid, owner.gid); // who may start without root the next time
  return { dataDir, cluster: join(dataDir, 'postgres'), lockFile, user, binaries };
}

/** As root the folder may be passed through by the server's user, but not listed; it belongs to the project's owner. */
async function makeDataDir(path: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const made = await mkdir(path, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  if (made && isRoot) {
    await chmod(path, 0o711); // whatever the umask says
    const parent = await stat(dirname(made));
    for (let at = path; at.length >= made.length; at = dirname(at)) await chown(at, parent.uid, parent.gid);
  }
  return realpath(path);
}

/** PostgreSQL refuses to run as root. The owner of what is there already comes first, so that a restart fits. */
async function findServerUser(dataDir: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const owners = await Promise.all(
    [join(dataDir, 'postgres'), dataDir].map(async (path) => (await stat(path).catch(() => undefined))?.uid),
  );
  return accountFor(await readFile('/etc/passwd', 'utf8'), owners);
}

/** The first account of these owners, or one that machines have for such a service. Throws when there is none but root. */
export function accountFor(passwd: string, owners: readonly (number | undefined)[]): NonNullable<ServerUser> {
  const accounts = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((account) => account.uid > 0);
  for (const uid of owners) {
    const owner = accounts.find((account) => account.uid === uid);
    if (owner) return owner;
  }
  for (const name of ['postgres', '_postgres', 'nobody', 'daemon']) {
    const account = accounts.find((one) => one.name === name);
    if (account) return account;
  }
  throw new Error(`PostgreSQL does not run as root, and no other account was found. ${useAnotherServer}`);
}

/**
 * How the server's user names a folder of ours. Where a parent shuts it out (a project under /root), Linux lets a
 * process stay in a folder it was started in: `/proc/self/cwd` names it without passing the parents. The data stays in
 * the project, and no permission of a folder that is not ours changes.
 */
export async function nameForServer(folder: string, user: ServerUser): Promise<string> {
  const canEnter = async (name: string) => (await run('/bin/sh', ['-c', 'cd "$0"', name], user, folder)).code === 0;
  if (!user || (await canEnter(folder))) return folder;
  if (process.platform === 'linux' && (await canEnter('/proc/self/cwd'))) return '/proc/self/cwd';
  throw new Error(
    `The database server runs as ${user.name}, because PostgreSQL does not run as root, and ${user.name} cannot reach ` +
      `${folder}. Start as an ordinary user, or set ONWARD_DATA_DIR to a folder that ${user.name} can reach.`,
  );
}

/** Makes the cluster if there is none. A half-made one never gets the final name, and is swept at the next start. */
export async function initCluster(place: Place): Promise<void> {
  const { dataDir, cluster, user, binaries } = place;
  for (const name of await readdir(dataDir)) {
    // The initdb of a killed process may still be writing into it; it fails once its files are gone.
    const options = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 };
    if (name.startsWith('postgres.init-')) await rm(join(dataDir, name), options);
  }
  if (await stat(join(cluster, 'PG_VERSION')).catch(() => undefined)) return giveToServer(cluster, user);
  const fresh = join(dataDir, `postgres.init-${randomUUID()}`);
  await mkdir(fresh, { mode: 0o700 });
  if (user) await chown(fresh, user.uid, user.gid);
  const pgdata = await nameForServer(fresh, user);
  const common = ['-D', pgdata, '-U', 'postgres', '-E', 'UTF8', '--auth=trust', '--data-checksums', '--locale=C'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // pg_trgm still asks the C library what a letter is: under C it drops each letter outside ASCII.
  let last = { code: 1 as number | null, output: '' };
  for (const letters of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = [...common, ...locale, `--lc-ctype=${letters}`, '--no-instructions'];
    last = await run(join(binaries, 'bin', 'initdb'), args, user, fresh);
    if (last.code === 0 || !/locale/i.test(last.output.split('error:')[1] ?? '')) break;
  }
  if (last.code !== 0) throw new Error(`initdb did not succeed in ${fresh}:\n${last.output.trim()}`);
  await writeFile(
    join(fresh, 'pg_hba.conf'),
    '# No TCP. The socket is in a folder for its owner only.\nlocal all all trust\n',
  );
  await rename(fresh, cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    throw new Error(`${cluster} is in the way: it is not empty, and not a database. Move it away and start again.`);
  });
}

const listing = (folder: string) => readdir(folder, { recursive: true });

/** A folder made as root is handed to the server's user; one that came from elsewhere (a restored backup), too. */
async function giveToServer(folder: string, user: ServerUser): Promise<void> {
  if (!user || (await stat(folder)).uid === user.uid) return;
  for (const name of ['', ...(await listing(folder))]) await lchown(join(folder, name), user.uid, user.gid);
  await chmod(folder, 0o700);
}

/** Names the cluster in process titles and short paths. It stays the same when the project folder is moved. */
export async function clusterName(cluster: string): Promise<string> {
  const { dev, ino } = await stat(cluster);
  return `onward-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 12)}`;
}

/** A folder for the socket that only the server's user may enter: beside the data, or in a short temporary place. */
export async function makeSocketDir(place: Place, name: string): Promise<string> {
  for (const folder of [join(place.dataDir, 'socket'), join(tmpdir(), name), join('/tmp', name)]) {
    if (Buffer.byteLength(join(folder, `.s.PGSQL.${PORT}`)) > LONGEST_SOCKET_PATH) continue;
    const made = await mkdir(folder, { mode: 0o700, recursive: true }).catch(() => undefined);
    if (made && place.user) await chown(folder, place.user.uid, place.user.gid);
    const entry = await lstat(folder).catch(() => undefined);
    const owner = place.user?.uid ?? process.getuid?.();
    if (!entry?.isDirectory() || entry.uid !== owner || (entry.mode & 0o777) !== 0o700) continue;
    if ((await run('/bin/sh', ['-c', 'test -w "$0" && cd "$0"', folder], place.user)).code === 0) return folder;
    if (made) await rmdir(folder);
  }
  throw new Error(`No short folder for the database socket was found near ${place.dataDir} or in ${tmpdir()}.`);
}
