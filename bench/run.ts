import { type Case, cases, sent } from './cases.js';
import { startAll } from './contenders/all.js';
import { startProgram } from './contenders/program.js';
import { fill } from './data.js';
import { Figures } from './figures.js';
import { growth } from './growth/growth.js';
import { residentMb } from './load/cpu.js';
import { loader } from './load/load.js';
import { overload } from './load/overload.js';
import { Generation, type Shape } from './measure.js';
import { readOptions } from './options.js';
import { openPlace, type Place } from './place.js';
import { type Recording, record } from './recording/record.js';
import { measureStarts } from './start.js';
import { caseTable, goalTable, missed, shortly } from './table.js';

const options = readOptions(process.argv.slice(2));
const shape: Shape = { ...options, connections: 32 };
const figures = new Figures();
const said: string[] = [];
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

async function generation(place: Place, number: number, recording: Recording, all: readonly Case[]): Promise<void> {
  const database = `bench_${number}`;
  await place.copy('bench_seed', database);
  const contenders = await startAll(place, database, recording);
  try {
    const run = new Generation(place, database, contenders, recording, figures, shape);
    for (const of of all) {
      tell(`generation ${number} of ${options.generations}: ${of.name}`);
      await run.measure(of);
      tell(shortly(of.name, figures));
      if (of === all[0]) await run.measure({ ...of, name: `${of.name}, 256 connections`, others: [] }, 256);
    }
  } finally {
    for (const { child } of contenders) child.kill('SIGKILL');
  }
  await place.drop(database);
}

async function compare(place: Place): Promise<void> {
  const { clients, generations, only, isFull } = options;
  await place.copy('bench_seed', 'bench_record');
  const recording = await record(place, 'bench_record', clients, (fresh) => cases(clients, fresh));
  for (const [name, number] of Object.entries(recording.numbers)) figures.numbers.set(name, number);
  await place.drop('bench_record');
  const all = cases(clients, recording.fresh).filter((of) => of.name.includes(only) && (isFull || !of.isLong));
  for (let number = 1; number <= generations; number += 1) await generation(place, number, recording, all);
  said.push(
    `${clients} clients, ${clients * 10} applications; ${shape.connections} connections by ${loader}; ` +
      `${generations} generation(s) of ${shape.rounds} rounds of ${shape.seconds} s; medians; times of one unit of a case.\n`,
    caseTable(figures),
  );
}

/** Onward alone, on the seed's rows, with more than it carries. */
async function press(place: Place): Promise<void> {
  tell('overload');
  const admin = place.admin('bench_seed');
  const onward = await startProgram(admin);
  figures.peak('memory at ready', residentMb(onward.pid));
  const [first] = cases(options.clients, '');
  try {
    if (first) said.push(`${await overload(onward, sent(first.next(0), onward), figures, options.isFull ? 20 : 8)}\n`);
  } finally {
    onward.child.kill('SIGKILL');
  }
}

// Ended from outside, it takes its PostgreSQL with it; the contenders see for themselves that it is gone.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const place = await openPlace();
try {
  if (options.does.compare || options.does.overload) {
    tell(`${options.clients} clients, ${options.clients * 10} applications are made`);
    await fill(await place.make('bench_seed'), options.clients);
  }
  if (options.does.compare) await compare(place);
  if (options.does.overload) await press(place);
  if (options.does.growth) said.push(`${await growth(place, options.sizes, figures, tell)}\n`);
  if (options.does.start) await measureStarts(figures);
} finally {
  await place.stop();
}
process.stdout.write(`${said.join('\n')}\n${goalTable(figures, 'not asked for (--full runs all)')}\n`);
const misses = missed(figures);
if (options.isGate && misses.length > 0) {
  process.stdout.write(`\nMissed by more than a quarter: ${misses.join('; ')}\n`);
  process.exitCode = 1;
}
