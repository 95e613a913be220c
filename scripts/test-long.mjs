/**
 * The whole suite in its long forms, once in each of three time zones: east and west of the day's border, and one that
 * changes by half an hour. Every zone runs, whatever the one before said; `.test-long/report.md` tells of all of them.
 * `npm run test:long -- --selectProjects http` runs a part of it: what comes after `--` is handed to Jest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const ZONES = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Australia/Lord_Howe'];
const LONG = {
  ONWARD_FUZZ: '100000',
  ONWARD_KILLS: '50',
  ONWARD_CASELOADS: '100',
  ONWARD_DOCUMENTS: '200',
  ONWARD_TIMED: 'true',
};
const FOLDER = '.test-long';
const SLOWEST = 15;

/** One zone, and what Jest wrote of it. A run that wrote nothing is red, whatever else it says. */
function runIn(zone) {
  console.log(`\nTZ=${zone}`);
  const file = `${FOLDER}/${zone.replace('/', '-')}.json`;
  rmSync(file, { force: true });
  const began = Date.now();
  const jest = ['run', '--silent', 'jest', '--', '--json', `--outputFile=${file}`, ...process.argv.slice(2)];
  const { status } = spawnSync('npm', jest, {
    stdio: ['inherit', 'ignore', 'inherit'], // Jest tells on standard error; the JSON is in the file
    env: { ...LONG, ...process.env, TZ: zone },
  });
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  return { zone, status, result, minutes: (Date.now() - began) / 60_000 };
}

const testsOf = ({ result }) =>
  (result?.testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, duration }) => ({
      name: `${name.slice(process.cwd().length + 1)}: ${fullName}`,
      status,
      seconds: (duration ?? 0) / 1000,
    })),
  );
const isGreen = ({ status, result }) => status === 0 && result?.success === true && result.numTotalTests > 0;
const row = (cells) => `| ${cells.join(' | ')} |`;

function reportOf(runs) {
  const counts = runs.map((run) => {
    const {
      numPassedTests = 0,
      numFailedTests = 0,
      numPendingTests = 0,
      numRuntimeErrorTestSuites = 0,
    } = run.result ?? {};
    const numbers = [numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites];
    return row([run.zone, isGreen(run) ? 'green' : 'RED', ...numbers, run.minutes.toFixed(1)]);
  });
  const red = runs.flatMap((run) => [
    ...testsOf(run)
      .filter(({ status }) => status === 'failed')
      .map(({ name }) => `- ${run.zone}: ${name}`),
    ...(run.result?.testResults ?? [])
      .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      .map(({ name }) => `- ${run.zone}: ${name.slice(process.cwd().length + 1)} did not run`),
    ...(run.result === null ? [`- ${run.zone}: the run wrote nothing`] : []),
  ]);
  const slowest = runs
    .flatMap((run) => testsOf(run).map((test) => ({ ...test, zone: run.zone })))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST);
  return [
    '# The long tests', '', `Ended ${new Date().toISOString()}, with ${Object.keys(LONG).map((name) => `${name}=${process.env[name] ?? LONG[name]}`).join(', ')}.`, '',
    row(['zone', '', 'passed', 'failed', 'skipped', 'files that did not run', 'minutes']), row(Array(7).fill('---')), ...counts, '',
    ...(red.length > 0 ? ['## Red', '', ...red, ''] : []),
    '## The slowest', '', row(['seconds', 'zone', 'test']), row(['---:', '---', '---']),
    ...slowest.map(({ seconds, zone, name }) => row([seconds.toFixed(1), zone, name.replaceAll('|', '\\|')])), '',
  ].join('\n'); // biome-ignore format: a page
}

mkdirSync(FOLDER, { recursive: true });
const runs = [];
for (const zone of ZONES) {
  runs.push(runIn(zone));
  writeFileSync(`${FOLDER}/report.md`, reportOf(runs));
}
console.log(`\n${reportOf(runs)}`);
console.log(`This report: ${FOLDER}/report.md`);
process.exit(runs.every(isGreen) ? 0 : 1);
