/**
 * `npm run demo`: plays the main story of the product and tells what happens. With an address it plays at a service that
 * runs (`npm run demo -- http://localhost:3000`); without, it starts one with a folder of its own, and leaves nothing.
 */
import './typescript.mjs';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

const story = await import('../test/support/story.ts');
const words = await import('../test/support/story-words.ts');
const { textOf } = await import('../test/rules/debriefs/html.ts');

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const wordsOf = (room) => JSON.parse(readFileSync(join(project, 'src', 'content', 'en', `${room}.json`), 'utf8'));
const { followUps: nextSteps } = wordsOf('debriefs').debriefs;
/** A code as a person reads it. */
const read = (code) => code.replaceAll('_', ' ');
const program = (name, ...rest) => ['--import', './scripts/build-if-stale.mjs', `dist/${name}.js`, ...rest];

const say = (...lines) => process.stdout.write(`${lines.join('\n')}\n`);
const step = (number, title) => say('', `${number}. ${title}`, '');
const tell = (...lines) => say(...lines.map((line) => `   ${line}`));
const quote = (text) =>
  say(
    ...text
      .trim()
      .split('\n')
      .map((line) => `   | ${line}`),
  );

/** Runs one of our commands to its end; answers what it printed. */
function run(environment, ...args) {
  const child = spawn(process.execPath, args, { cwd: project, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return new Promise((resolve, reject) =>
    child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(said.trim())))),
  );
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A service with nothing in it, and how to end it. Never on a database that belongs to somebody. */
async function startService() {
  const dataDir = join(tmpdir(), `onward-demo-${randomBytes(6).toString('hex')}`);
  const port = await freePort();
  const {
    DATABASE_URL: _,
    ONWARD_OWNER_URL: _____,
    HOST: ______,
    NODE_ENV: __,
    SMTP_URL: ___,
    ONWARD_PUBLIC_URL: ____,
    ...own
  } = process.env;
  const environment = { ...own, PORT: String(port), ONWARD_DATA_DIR: dataDir, ONWARD_SEED: 'false' };
  const child = spawn(process.execPath, program('main'), {
    cwd: project,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let said = '';
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        said += text;
        if (said.includes('Onward is ready.')) resolve();
      });
    void ended.then(() => reject(new Error(`The service did not start:\n${said}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: `http://localhost:${port}`, environment, stop };
}

async function play({ url, environment }, mark) {
  const organization = `North${mark && ` ${mark}`}`;
  const domain = `north${mark && `-${mark}`}.example`;
  const found = (of) =>
    run(
      environment,
      ...program('cli', 'organization:create', '--name', of.name, '--time-zone', of.timeZone),
      ...['--admin-name', of.adminName, '--admin-email', of.adminEmail],
      ...['--supervisor-name', of.supervisorName, '--supervisor-email', of.supervisorEmail],
    );
  const scene = { url, organization, domain, settle: async () => {}, found };

  step(1, 'An organization, and its people');
  const { sol, uma } = await story.found(scene);
  tell(`The operator makes "${organization}" on the command line. Sol, its admin, and Uma, a supervisor, get mails:`);
  quote(sol.mail.subject);
  const { confirmed } = await story.secondPerson(scene, sol, uma);
  const ana = await story.invite(scene, sol, 'Ana Torres', 'coach');
  tell(
    'Both come in. Sol invites Ana, a coach, who comes in too.',
    `Sol also invites ${confirmed.name}, a supervisor. For that, one word is not enough: Uma has to say yes, and does.`,
  );

  step(2, 'A client, and what stands in the way');
  const { client, ride, sealed } = await story.takeIn(scene, ana);
  tell(
    `Ana takes in ${client.legalName}, who writes in Spanish and lives in ${client.timeZone}.`,
    `Two barriers: "${read(ride.kind)}" (${read(ride.status)}), and a restricted one.`,
    `The second is kept sealed, and each look at it is recorded. When Sol, the admin, asks for it, the answer is ${(await sol.by.get(`/v1/barriers/${sealed.id}`)).status}.`,
  );

  step(3, 'A cover letter, read by a second person');
  const { application, letter, findings } = await story.beginLetter(ana, client.id);
  tell(`A job: ${application.jobTitle} at ${application.employer.name}. Of Ana's first text the checks say:`);
  quote(
    findings
      .slice(0, 4)
      .map(({ level, detail }) => `${level}: ${detail}`)
      .join('\n'),
  );
  const { back } = await story.reviewLetter(ana, uma, letter.id);
  tell('Uma sends it back:');
  quote(back.reviews[0].comments[0].text);
  const { pdf, docx, sent } = await story.sendLetter(ana, letter.id);
  tell(
    `Ana writes a second version, Uma approves it. It is there as PDF (${pdf.length} bytes) and as DOCX (${docx.length} bytes).`,
    `Version ${sent.sentNumber} is sent: tied to the application, and nobody can change it any more.`,
  );

  step(4, 'The way to the interview');
  const interview = await story.interview(ana, application.id);
  const [met] = interview.people;
  tell('Applied, phone screen, interview.', `${client.legalName} meets ${met.name} (${met.role}, ${met.email}).`);

  step(5, 'The "no"');
  const { body: no } = await story.reject(ana, application.id, 'the-no');
  const [reason] = no.move.reasons;
  tell(`${read(reason.code)} (${read(reason.source)}): "${reason.quote}"`);
  await story.reject(ana, application.id, 'the-no');
  const { mail, debriefs } = await story.debriefAfter(scene, ana, client);
  const [debrief] = debriefs;
  tell(
    `The request came twice, as from a bad line. Checklists opened: ${debriefs.length}.`,
    `It is the one of kind ${debrief.variant}, in the language she reads (${debrief.locale}).`,
    'The mail says nothing to whoever looks over the shoulder:',
  );
  quote(`${mail.subject}\n\n${mail.text}`);

  step(6, 'The client on her phone');
  const { page } = await story.openAndSave(scene, mail);
  const seen = textOf(page.text);
  tell('She opens the link and reads, among other things:');
  quote(
    ['Llegaste a la entrevista. Tu solicitud funcionó. Pensaron que podías hacer el trabajo.', '¿Qué aprendiste?']
      .filter((line) => seen.includes(line))
      .join('\n'),
  );
  const { thanks } = await story.resumeAndSubmit(scene, mail);
  tell('She saves, comes back later, finds what she wrote, and hands in. Then she reads:');
  quote([...thanks.text.matchAll(/<(?:h1|li)>([^<]+)/g)].map(([, line]) => line).join('\n'));

  step(7, 'What was learned');
  const { lessons, followUps } = await story.harvest(ana, client.id, debrief.id);
  for (const { kind, text } of lessons) tell(`${kind === 'learned' ? 'Learned' : 'A better answer'}: ${text}`);
  for (const { kind, dueOn, title } of followUps) tell(`By ${dueOn}: ${nextSteps[kind]}${title ? ` (${title})` : ''}`);
  await story.answer(ana, debrief.id);
  tell('Ana answers, and the checklist is closed. Lucía reads on her page:');
  quote(words.reply.reply);

  step(8, 'Two reports');
  for (const name of ['pipeline-funnel', 'debrief-turnaround']) {
    const { json, csv } = await story.report(sol, name);
    const hidden = json.rows.filter(({ cells }) => cells.count?.isSuppressed).length;
    tell(
      `${json.title}: ${json.rows.length} rows, ${hidden} small numbers hidden; as CSV ${csv.text.trim().split('\n').length} lines.`,
    );
  }

  step(9, 'Who did what');
  const trail = await story.trail(sol);
  tell(`${trail.length} lines in the audit trail. The last ones about the client:`);
  for (const { name, actor } of trail.filter(({ clientId }) => clientId).slice(-4))
    tell(`${name} by ${actor.name ?? actor.kind}`);

  say('', 'Where to look', '');
  tell(
    `Mails                ${url}/dev/mailbox`,
    `The client's page    ${story.linkIn(mail)}`,
    `The web API          ${url}/docs`,
  );
  tell(`Accounts             sol@${domain}, uma@${domain}, ana@${domain}; password: ${story.PASSWORD}`);
}

/** Lets a person at the terminal look around before the service ends. */
async function lookAround() {
  if (!process.stdin.isTTY)
    return say('', 'This service ends now. To keep one: npm start, then npm run demo -- http://localhost:3000');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answered = terminal.question(
    '\nLook around as long as you like. Enter ends the service and removes its data. ',
  );
  await Promise.race([answered, once(terminal, 'close')]);
  terminal.close();
}

async function main([address]) {
  if (address !== undefined) {
    if (!/^https?:\/\//.test(address)) throw new Error('Use: npm run demo, or npm run demo -- http://localhost:3000');
    const url = address.replace(/\/+$/, '');
    const isThere = await fetch(`${url}/dev/mailbox`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!isThere) throw new Error(`No Onward with a development mailbox answers at ${url}. Start one with: npm start`);
    return play({ url, environment: process.env }, randomBytes(2).toString('hex'));
  }
  say('Starts a service of its own for this story …');
  const service = await startService();
  // Also when the reader goes away: `npm run demo | head`.
  const leave = () => void service.stop().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, leave);
  process.stdout.on('error', leave);
  try {
    await play(service, '');
    await lookAround();
  } finally {
    await service.stop();
  }
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
