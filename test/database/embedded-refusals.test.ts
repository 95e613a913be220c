import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountFor, makeSocketDir, nameForServer, type Place } from '../../src/platform/embedded-postgres/files.js';
import { endOrphans, takeLock } from '../../src/platform/embedded-postgres/processes.js';
import { startEmbeddedServer } from '../../src/platform/embedded-postgres/server.js';
import { makeProject, platformPackage, program, programs } from '../support/embedded-programs.js';

/* What the operator reads when the embedded PostgreSQL cannot be had. Each is planted: in a project of its own whose
   binaries are spoilt, or in the folder that the function is given. */

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? it : it.skip;
const idOf = (account: string): number => Number(execFileSync('id', ['-u', account]));
/** As root there are more places to copy binaries to, so the spoilt ones are run by an ordinary user. */
const someone = isRoot ? { uid: idOf('nobody'), gid: idOf('nobody') } : undefined;
const nobody = someone && { ...someone, name: 'nobody' };

const home = mkdtempSync('/tmp/onward-refusals-');
chmodSync(home, 0o755);
const project = join(home, 'project');
const installed = join(project, 'node_modules', platformPackage);
const bin = join(installed, 'native/bin');
let source: string;
beforeAll(() => {
  source = makeProject(project);
});
afterAll(() => {
  for (const child of programs) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

let count = 0;
function folder(): string {
  const dataDir = join(home, `data-${++count}`);
  mkdirSync(dataDir, { mode: 0o700 });
  if (someone) chownSync(dataDir, someone.uid, someone.gid);
  return dataDir;
}
const started = async (dataDir = folder()) => {
  const ready = program(dataDir, { identity: someone ?? {}, source, patience: 500 }).ready;
  await ready;
};

/** Puts a script in the place of a program, for as long as the work lasts. The real one stays beside it as `.real`. */
async function spoiling(name: 'postgres' | 'initdb', script: string, work: () => Promise<void>): Promise<void> {
  const file = join(bin, name);
  renameSync(file, `${file}.real`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  try {
    await work();
  } finally {
    renameSync(`${file}.real`, file);
  }
}

describe('the embedded PostgreSQL is refused, and the sentence says why,', () => {
  it('where its package is not installed', async () => {
    renameSync(installed, `${installed}.away`);
    const refusal = started().finally(() => renameSync(`${installed}.away`, installed));
    await expect(refusal).rejects.toThrow(
      `There is no embedded PostgreSQL here (${platformPackage} is not installed). Set ONWARD_OWNER_URL to a PostgreSQL 18 server instead.`,
    );
  });

  it('where its binaries do not run', () =>
    spoiling('postgres', 'echo "of another machine" >&2; exit 126', async () => {
      await expect(started()).rejects.toThrow(
        'The embedded PostgreSQL does not run here: of another machine. Set ONWARD_OWNER_URL to a PostgreSQL 18 server instead.',
      );
    }));

  it('when initdb does not succeed, with its own last words', () =>
    spoiling('initdb', 'echo "initdb: error: no space left" >&2; exit 1', async () => {
      await expect(started()).rejects.toThrow(/initdb did not succeed in .*\ninitdb: error: no space left/);
    }));

  it('when it starts and never answers', () =>
    spoiling('postgres', 'case "$*" in *cluster_name=*) while :; do sleep 1; done;; esac; exec "$0.real" "$@"', () =>
      expect(started()).rejects.toThrow(/PostgreSQL started in .*, but does not answer at .*socket\./),
    ));

  it('when another process holds the folder and serves nothing', async () => {
    const dataDir = folder();
    const lock = takeLock(join(dataDir, 'postgres.lock'));
    const refusal = startEmbeddedServer({ dataDir, patience: 100 }).finally(() => lock?.release());
    await expect(refusal).rejects.toThrow(`Another process holds ${dataDir}, but its database does not answer.`);
  });

  it('when the server that a killed program left does not answer', async () => {
    const dataDir = folder();
    const { child, ready } = program(dataDir, { identity: someone ?? {}, source });
    await ready;
    child.kill('SIGKILL');
    await once(child, 'close');
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGSTOP');
    const refusal = startEmbeddedServer({ dataDir, patience: 100 }).finally(() => process.kill(pid, 'SIGCONT'));
    await expect(refusal).rejects.toThrow(`The database of ${dataDir} (process ${pid}) does not answer.`);
    await (await startEmbeddedServer({ dataDir })).stop();
  });

  it('when its socket would have too long a path, or the short place for it is open to others', async () => {
    const deep = join(home, 'deep'.repeat(30));
    mkdirSync(deep);
    const place: Place = { dataDir: deep, cluster: '', lockFile: '', user: undefined, binaries: '' };
    const sentence = `No short folder for the database socket was found near ${deep} or in ${tmpdir()}.`;
    await expect(makeSocketDir(place, 'long'.repeat(30))).rejects.toThrow(sentence);
    const name = `onward-open-${process.pid}`;
    const places = [...new Set([join(tmpdir(), name), join('/tmp', name)])];
    for (const path of places) mkdirSync(path, { mode: 0o755 });
    const refusal = makeSocketDir(place, name).finally(() => places.map((path) => rmdirSync(path)));
    await expect(refusal).rejects.toThrow(sentence);
  });

  it('when there is no account but root', () => {
    const passwd = ['root:x:0:0::/root:/bin/sh', 'ana:x:1000:1000::/home/ana:/bin/sh'];
    expect(() => accountFor(passwd.join('\n'), [0, undefined])).toThrow(
      'PostgreSQL does not run as root, and no other account was found. Set ONWARD_OWNER_URL to a PostgreSQL 18 server instead.',
    );
    const daemon = { name: 'daemon', uid: 1, gid: 1 };
    expect(accountFor([...passwd, 'daemon:x:1:1::/:/bin/false'].join('\n'), [0])).toEqual(daemon);
    expect(accountFor(passwd.join('\n'), [1000])).toMatchObject({ name: 'ana' });
  });

  asRoot('when its account cannot reach the folder', async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    await expect(nameForServer(closed, nobody)).rejects.toThrow(
      `The database server runs as nobody, because PostgreSQL does not run as root, and nobody cannot reach ${closed}.`,
    );
  });

  asRoot('when processes of a killed server do not end, because they are another user’s', async () => {
    const orphan = spawn('sleep', ['60'], { argv0: 'postgres: onward-orphan:', uid: idOf('daemon') });
    programs.add(orphan);
    await once(orphan, 'spawn');
    process.seteuid?.('nobody');
    const refusal = endOrphans('onward-orphan').finally(() => process.seteuid?.(0));
    await expect(refusal).rejects.toThrow(`Processes of a killed database server do not end: ${orphan.pid}`);
    expect(existsSync(`/proc/${orphan.pid}`)).toBe(true);
  });
});
