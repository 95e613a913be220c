import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc on Linux. */
const TICKS = 100;

interface Process {
  parent: number;
  /** Processor time of the process, and of its children that have ended, in ticks. */
  own: number;
  ended: number;
}

function processes(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      found.set(Number(name), {
        parent: fields[1] ?? 0,
        own: (fields[11] ?? 0) + (fields[12] ?? 0),
        ended: (fields[13] ?? 0) + (fields[14] ?? 0),
      });
    } catch {
      // It ended while we looked.
    }
  }
  return found;
}

/** Processor seconds that a process and everything it started have used so far. */
export function cpuSeconds(root: number): number {
  const all = processes();
  const sum = (pid: number): number => {
    const process = all.get(pid);
    if (!process) return 0;
    let ticks = process.own + process.ended;
    for (const [other, { parent }] of all) if (parent === pid) ticks += sum(other) * TICKS;
    return ticks / TICKS;
  };
  return sum(root);
}

/** Resident memory of a process in MB. */
export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
