import { type Case, cases } from './cases.js';
import type { BareSettings, NestSettings } from './contenders/contender.js';
import { type Contender, startContender } from './contenders/contender.js';
import { residentMb } from './cpu.js';
import { COACH, fill, ORGANIZATION } from './data.js';
import { Figures } from './figures.js';
import { loader } from './load.js';
import { Generation, type Shape } from './measure.js';
import { openPlace, type Place } from './place.js';
import { type Recording, record } from './recording/record.js';
import { isSessionCheck, isTenantSetting, without } from './recording/template.js';
import { caseTable, goalTable, missed } from './table.js';

const has = (option: string): boolean => process.argv.includes(`--${option}`);
const valueOf = (option: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${option}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const isFull = has('full');
const GENERATIONS = valueOf('generations', isFull ? 3 : 1);
const SHAPE: Shape = {
  clients: valueOf('clients', isFull ? 100_000 : 10_000),
  rounds: valueOf('rounds', isFull ? 5 : 3),
  seconds: isFull ? 3 : 2,
  connections: 32,
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** As the app role's connections are set, and the tenant on the connection where no wall puts it there. */
const SETTINGS = '-c TimeZone=UTC -c DateStyle=ISO -c random_page_cost=1.1';
const TENANT = `-c app.organization_id=${ORGANIZATION} -c app.user_id=${COACH}`;

async function startAll(place: Place, database: string, recording: Recording): Promise<Contender[]> {
  const admin = place.admin(database);
  const templates = (isWall: (text: string) => boolean): BareSettings['cases'] =>
    Object.fromEntries(Object.entries(recording.templates).map(([kind, of]) => [kind, without(of, isWall)]));
  const bare: BareSettings = {
    connection: admin,
    options: `${SETTINGS} ${TENANT}`,
    cases: templates((text) => isTenantSetting(text) || isSessionCheck(text)),
  };
  const walled: BareSettings = { connection: place.app(database), options: SETTINGS, cases: templates(isSessionCheck) };
  const looks = Object.entries(recording.lines).flatMap(([kind, lines]) => (lines > 0 ? [kind] : []));
  const nest: NestSettings = { connection: admin, consumers: recording.consumers, looks };
  const onward = await startContender('onward', 'onward.ts', { admin, isWatched: false });
  const plain = await startContender('nest', 'nest-typeorm.ts', nest);
  return [
    onward,
    await startContender('bare', 'bare.ts', bare),
    await startContender('walled', 'bare.ts', walled),
    plain,
    { ...plain, name: 'nest-plain', prefix: '/plain' },
  ];
}

async function generation(place: Place, number: number, recording: Recording, all: readonly Case[]): Promise<void> {
  const database = `bench_${number}`;
  await place.copy('bench_seed', database);
  const contenders = await startAll(place, database, recording);
  try {
    figures.peak('memory at ready', residentMb(contenders[0]?.pid ?? 0));
    const run = new Generation(place, database, contenders, recording, figures, SHAPE);
    for (const of of all) {
      tell(`generation ${number} of ${GENERATIONS}: ${of.name}`);
      await run.measure(of);
      if (of === all[0]) await run.measure(of, 256, `${of.name}, 256 connections`);
    }
  } finally {
    for (const { child } of contenders) child.kill('SIGKILL');
  }
  await place.drop(database);
}

const figures = new Figures();
const place = await openPlace();
try {
  tell(`${SHAPE.clients} clients are made`);
  await fill(await place.make('bench_seed'), SHAPE.clients);
  await place.copy('bench_seed', 'bench_record');
  const recording = await record(place, 'bench_record', SHAPE.clients, (fresh) => cases(SHAPE.clients, fresh));
  for (const [kind, { trips }] of Object.entries(recording.templates)) {
    figures.numbers.set(`trips of ${kind}`, trips.length);
    figures.numbers.set(`statements of ${kind}`, trips.reduce((sum, { steps }) => sum + steps.length, 0));
  }
  await place.drop('bench_record');
  const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
  const all = cases(SHAPE.clients, recording.fresh).filter(({ name }) => name.includes(only ?? ''));
  for (let number = 1; number <= GENERATIONS; number += 1) await generation(place, number, recording, all);
  say(
    `${SHAPE.clients} clients, ${SHAPE.clients * 10} applications; ${SHAPE.connections} connections by ${loader}; ` +
      `${GENERATIONS} generation(s) of ${SHAPE.rounds} rounds of ${SHAPE.seconds} s; medians.\n`,
  );
  say(caseTable(figures));
  say(goalTable(figures, 'only with --full, --growth or --overload'));
  if (has('gate') && missed(figures).length > 0) {
    say(`\nMissed by more than a quarter: ${missed(figures).join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  await place.stop();
}
