import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { Caller } from '../support/caller.js';
import { Dice } from '../support/dice.js';
import { effort } from '../support/effort.js';
import { ServiceProcess } from '../support/service-process.js';
import { SmtpCatcher } from '../support/smtp-catcher.js';
import { StubbornCaller } from '../support/stubborn-caller.js';

const PASSWORD = 'seven quiet herons at dawn';
const LOOPS = 3;
const STARTING = 300_000;
const ONE_KILL = 100_000;
/** Stories that are told to their end between two kills. */
const BETWEEN = 2;

let smtp: SmtpCatcher;
let service: ServiceProcess;

beforeAll(async () => {
  smtp = new SmtpCatcher();
  service = await ServiceProcess.create({ ONWARD_LIMITS: 'false', SMTP_URL: await smtp.start() });
  await service.start();
}, STARTING);
afterAll(async () => {
  await service.stop();
  await smtp.stop();
}, STARTING);

const sql = <Row extends object>(text: string): Promise<Row[]> =>
  withClient(service.admin(), async (client) => (await client.query<Row>(text)).rows);

/** Takes the invitation that came by mail. What it says is committed before the mail leaves: the token opens at once. */
async function accept(email: string, name: string): Promise<Caller> {
  const token = /#([\w-]+)/.exec((await smtp.waitFor(email)).text)?.[1];
  const acceptance = { token, name, password: PASSWORD };
  const { status, body } = await new Caller(service.url).post('/v1/invitations/acceptance', acceptance);
  if (status !== 200) throw new Error(`The invitation of ${email} opens nothing`);
  return new Caller(service.url, { authorization: `Bearer ${body.accessToken}` });
}

/** What somebody was told is done. */
interface Acknowledged {
  readonly name: string;
  readonly email: string;
  readonly client: string;
  readonly application: string;
  readonly rejection: string;
}

describe('a service whose database and whose own process are killed, again and again, under load', () => {
  const acknowledged: Acknowledged[] = [];
  const callers: StubbornCaller[] = [];
  const recoveries: number[] = [];

  async function story(caller: StubbornCaller, name: string): Promise<Acknowledged> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@loop.example`;
    const client = (await caller.post('/v1/clients', { legalName: name, email })).id;
    const given = { clientId: client, employerName: 'Harbor Café', jobTitle: 'Cook', appliedOn: '2026-06-01' };
    const application = (await caller.post('/v1/applications', given)).id;
    const moves = `/v1/applications/${application}/stage-moves`;
    await caller.post(moves, { to: 'interview' });
    const reasons = [{ code: 'unknown', source: 'coach_guess' }];
    const { move } = await caller.post(moves, { to: 'rejected', reasons });
    return { name, email, client, application, rejection: move.id };
  }

  beforeAll(
    async () => {
      await service.command(
        ...['organization:create', '--name', 'North', '--time-zone', 'America/Los_Angeles'],
        ...['--admin-name', 'Nia', '--admin-email', 'nia@north.example'],
      );
      const nia = await accept('nia@north.example', 'Nia');
      await nia.post('/v1/invitations', { email: 'ana@north.example', name: 'Ana', role: 'coach' });
      await accept('ana@north.example', 'Ana');

      let isOver = false;
      const loops = Array.from({ length: LOOPS }, async (_, loop) => {
        const caller = new StubbornCaller(service.url, { email: 'ana@north.example', password: PASSWORD });
        callers.push(caller);
        await caller.signIn();
        for (let round = 1; !isOver; round += 1) acknowledged.push(await story(caller, `Loop ${loop} Round ${round}`));
      });
      const more = async (): Promise<void> => {
        for (const goal = acknowledged.length + BETWEEN; acknowledged.length < goal; ) await sleep(20);
      };
      const kills = async (): Promise<void> => {
        const dice = new Dice(effort.fuzzSeed);
        for (let round = 0; round < effort.kills; round += 1) {
          await more();
          await sleep(dice.from(0, 1500));
          service.killDatabase();
          // Every other time the process dies before it could bring the database back.
          if (round % 2 === 0) {
            recoveries.push(await service.ready());
            await more();
            await sleep(dice.from(0, 1500));
          }
          await service.kill();
          recoveries.push(await service.start());
        }
        await more();
        isOver = true;
      };
      await Promise.all([...loops, kills()]);
      const waiting = async (): Promise<number> =>
        (await sql<{ n: number }>(`select count(*)::int as n from deliveries where status = 'pending'`))[0]?.n ?? 0;
      // A mail whose sender was killed comes again when its claim has ended, half a minute later.
      while ((await waiting()) > 0) await sleep(200);
    },
    2 * STARTING + 2 * effort.kills * ONE_KILL,
  );

  it('did work, and met the outages', () => {
    expect(acknowledged.length).toBeGreaterThanOrEqual(BETWEEN * (effort.kills + 1));
    const lost = callers.reduce((sum, { met }) => sum + (met.get('503') ?? 0) + (met.get('no connection') ?? 0), 0);
    expect(lost).toBeGreaterThan(effort.kills);
  });

  it('answered with success, 503 with Retry-After, or no connection; never 500, and nothing hung', () => {
    const met = new Set(callers.flatMap((caller) => [...caller.met.keys()]));
    for (const usual of ['200', '201', '503', 'no connection', '409']) met.delete(usual);
    expect([...met]).toEqual([]);
    expect(callers.flatMap(({ hangs }) => hangs)).toEqual([]);
    expect(service.output).not.toMatch(/request \S+ failed/);
  });

  it('served again by itself each time, soon', () => {
    expect(recoveries).toHaveLength(effort.kills + Math.ceil(effort.kills / 2));
    if (effort.isTimed) expect(Math.max(...recoveries)).toBeLessThan(20_000);
  });

  it('has every write that it acknowledged, once', async () => {
    const found = await sql<Acknowledged>(
      `select c.legal_name as name, c.email, c.id as client, a.id as application, m.id as rejection
         from clients c join applications a on a.client_id = c.id
         join stage_moves m on m.application_id = a.id and m.to_position = 'rejected' order by c.id`,
    );
    const sorted = (rows: readonly Acknowledged[]) => [...rows].sort((a, b) => (a.client < b.client ? -1 : 1));
    expect(sorted(found)).toEqual(sorted(acknowledged));
    const [counts] = await sql(
      `select (select count(*) from clients)::int as clients, (select count(*) from applications)::int as applications,
              (select count(*) from stage_moves)::int as moves,
              (select count(*) from ledger_lines where name = 'application.rejected')::int as rejections,
              (select count(*) from ledger_lines where name = 'client.created')::int as creations`,
    );
    const n = acknowledged.length;
    expect(counts).toEqual({ clients: n, applications: n, moves: 3 * n, rejections: n, creations: n });
  });

  it('opened exactly one debrief for each rejection, and gave nothing up', async () => {
    const debriefs = await sql<{ id: string }>('select application_id as id from debriefs');
    expect(debriefs.map(({ id }) => id).sort()).toEqual(acknowledged.map(({ application }) => application).sort());
    expect(
      await sql(`select consumer, status, count(*)::int from deliveries where status <> 'done' group by 1, 2`),
    ).toEqual([]);
  });

  it('mailed each client one debrief; a copy, if any, is the same mail under the same message id', () => {
    const without = acknowledged.filter(({ email }) => !smtp.mails.some(({ to }) => to === email));
    expect(without).toEqual([]);
    for (const { email } of acknowledged) {
      const mails = smtp.mails.filter(({ to }) => to === email);
      expect([new Set(mails.map(({ id }) => id)).size, new Set(mails.map(({ text }) => text)).size]).toEqual([1, 1]);
    }
  });

  it('shows the same through the API', async () => {
    const [ana] = callers as [StubbornCaller];
    for (const { client, application } of acknowledged.slice(-30)) {
      const { items } = await ana.get(`/v1/applications?clientId=${client}`);
      expect(items).toMatchObject([{ id: application, outcome: 'rejected', furthestStage: 'interview' }]);
      expect((await ana.get(`/v1/debriefs?clientId=${client}`)).items).toMatchObject([
        { application: { id: application } },
      ]);
    }
  });
});
