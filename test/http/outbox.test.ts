import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { Deliveries } from '../../src/platform/ledger/deliveries.js';
import { DeliveriesRepository } from '../../src/platform/ledger/deliveries.repository.js';
import { DeliveryDesk } from '../../src/platform/ledger/delivery-desk.js';
import { LedgerPartitions } from '../../src/platform/ledger/partitions.js';
import { debriefAfter, ended } from '../support/debriefs.js';
import { SmtpCatcher } from '../support/smtp-catcher.js';
import { createWorld, type Person, type World } from '../support/world.js';

let smtp: SmtpCatcher;
let world: World;
beforeAll(async () => {
  smtp = new SmtpCatcher();
  world = await createWorld({ smtpUrl: await smtp.start() });
});
afterAll(async () => {
  await world.close();
  await smtp.stop();
});

interface Row {
  id: string;
  status: string;
  attempts: number;
  last_error: string | null;
  seconds: number;
  claimed_by: string | null;
}

/** The delivery of this consumer that is about this client. */
const deliveryTo = async (consumer: string, clientId: string): Promise<Row | undefined> =>
  (
    await world.sql<Row>(
      `select l.id, d.status, d.attempts, d.last_error, d.claimed_by, extract(epoch from d.next_at - now())::float as seconds
         from deliveries d join ledger_lines l on l.organization_id = d.organization_id and l.id = d.line_id
        where d.consumer = $1 and l.client_id = $2 order by l.id desc limit 1`,
      [consumer, clientId],
    )
  )[0];
const mailsTo = (to: string) => smtp.mails.filter((mail) => mail.to === to);
const nextTry = () =>
  world.sql(`update deliveries set next_at = now() where status = 'pending' and consumer not like 'x.%'`);
const linksOf = (clientId: string) =>
  world.sql(
    `select 1 from client_links l join debriefs d on d.id = l.subject_id where d.client_id = $1 and l.ended_at is null`,
    [clientId],
  );
const debriefsOf = async (by: Person, clientId: string) =>
  (await by.get(`/v1/debriefs?clientId=${clientId}`)).body.items as { id: string }[];
const tasksOf = async (by: Person, clientId: string) =>
  ((await by.get(`/v1/follow-ups?clientId=${clientId}`)).body.items as { kind: string; dueOn: string }[]).map(
    ({ kind, dueOn }) => ({ kind, dueOn }),
  );
const todayInNorth = () => Temporal.Now.zonedDateTimeISO('America/Los_Angeles').toPlainDate().toString();

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error('It never came about');
}

/** Lines of this organization, on their way to somebody. */
const plant = (organizationId: string, consumer: string, count: number) =>
  world.sql(
    `insert into deliveries (organization_id, line_id, consumer, next_at)
     select organization_id, id, $2, now() - interval '1 hour' from ledger_lines where organization_id = $1 limit $3`,
    [organizationId, consumer, count],
  );

describe('deliveries', () => {
  it('of a consumer that this release does not have wait, and keep nobody else waiting', async () => {
    for (let count = 0; count < 25; count += 1) await world.ana.post('/v1/clients', { legalName: `Filler ${count}` });
    await plant(world.ana.organizationId, 'x.of-tomorrow', 20);
    const { debrief, client } = await debriefAfter(world, world.ana);
    expect(debrief.status).toBe('issued');
    expect(mailsTo(client.email)).toHaveLength(1);
    expect(await world.sql(`select status from deliveries where consumer = 'x.of-tomorrow'`)).toEqual(
      Array(20).fill({ status: 'pending' }),
    );
  });

  it('take turns: a hundred lines of one organization are not all before one of another', async () => {
    await plant(world.ana.organizationId, 'x.fair', 25);
    await world.sql(`update deliveries set next_at = next_at - interval '1 hour' where consumer = 'x.fair'`);
    await world.cai.post('/v1/clients', { legalName: 'Of South' });
    await plant(world.cai.organizationId, 'x.fair', 3);
    const due = await world.app
      .get(Database)
      .acrossOrganizations('test', (tx) => world.app.get(DeliveriesRepository).due(tx, ['x.fair'], 20));
    const { organizationId: south } = world.cai;
    expect(due).toHaveLength(20);
    expect(due.slice(0, 6).filter(({ organizationId }) => organizationId === south)).toHaveLength(3);
  });

  it('that are postponed to a time gone by, by a clock that is behind, come again in a second at the earliest', async () => {
    await plant(world.ana.organizationId, 'x.late', 1);
    const [row] = await world.sql<{ line: string }>(`select line_id as line from deliveries where consumer = 'x.late'`);
    const { organizationId } = world.ana;
    await world.app.get(Database).asSystem(organizationId, 'test', (tx) => {
      const key = { organizationId, lineId: row?.line ?? '', consumer: 'x.late' };
      return world.app.get(DeliveriesRepository).postpone(tx, key, null, new Date(0));
    });
    const [left] = await world.sql<{ seconds: number }>(
      `select extract(epoch from next_at - now())::float as seconds from deliveries where consumer = 'x.late'`,
    );
    expect(left?.seconds).toBeGreaterThan(0);
  });

  it('are tried again after a deadlock, at once and uncounted', async () => {
    await world.sql('create sequence deadlocks');
    await world.sql(`create function deadlock() returns trigger language plpgsql security definer as $$ begin
      if nextval('deadlocks') = 1 then raise 'planted' using errcode = '40P01'; end if; return new; end $$`);
    await world.sql('create trigger deadlock before insert on debriefs for each row execute function deadlock()');
    const { client, debrief } = await debriefAfter(world, world.ana);
    await world.sql('drop trigger deadlock on debriefs');
    expect(debrief).toMatchObject({ status: 'issued' });
    expect(await deliveryTo('debriefs.open', client.id)).toMatchObject({
      status: 'done',
      attempts: 1,
      last_error: null,
    });
    expect(await world.sql('select last_value::int as tries from deadlocks')).toEqual([{ tries: 2 }]);
  });

  it('that fail again and again are parked, listed, and done after a retry', async () => {
    await world.sql(`create function die() returns trigger language plpgsql as $$ begin raise 'planted'; end $$`);
    await world.sql('create trigger die before insert on debriefs for each row execute function die()');
    const { client } = await ended(world.ana);
    for (let time = 0; time < 8; time += 1) {
      expect(await deliveryTo('debriefs.open', client.id)).toMatchObject({ status: 'pending', attempts: time });
      await world.settle();
      await nextTry();
    }
    const parked = await deliveryTo('debriefs.open', client.id);
    expect(parked).toMatchObject({ status: 'parked', attempts: 8, last_error: 'P0001' });
    await world.settle();
    expect(await deliveryTo('debriefs.open', client.id)).toMatchObject({ attempts: 8 });

    const desk = world.app.get(DeliveryDesk);
    const [listed] = await desk.list({ statuses: ['parked'], organizationId: world.ana.organizationId }, 10);
    expect(listed).toMatchObject({
      lineId: parked?.id,
      consumer: 'debriefs.open',
      status: 'parked',
      lastError: 'P0001',
    });
    expect(await desk.list({ statuses: ['parked'], organizationId: world.cai.organizationId }, 10)).toEqual([]);
    expect(await desk.count()).toMatchObject({ parked: 1, pending: expect.any(Number) });

    await world.sql('drop trigger die on debriefs');
    expect(listed && (await desk.retry(listed))).toBe(true);
    await world.settle();
    expect(await debriefsOf(world.ana, client.id)).toHaveLength(1);
    expect(await desk.count()).toMatchObject({ parked: 0 });
    expect(listed && (await desk.retry(listed))).toBe(false);
  });

  it('that were done a month ago are swept, and no others', async () => {
    const clients: string[] = [];
    for (let count = 0; count < 3; count += 1) clients.push((await debriefAfter(world, world.ana)).client.id);
    const [old = '', young = '', given = ''] = clients;
    const change = (client: string, to: string) =>
      world.sql(
        `update deliveries d set ${to} from ledger_lines l where l.id = d.line_id and l.client_id = $1 and d.consumer = 'debriefs.open'`,
        [client],
      );
    await change(old, `done_at = now() - interval '31 days'`);
    await change(young, `done_at = now() - interval '29 days'`);
    await change(given, `status = 'parked', done_at = null, next_at = now() - interval '90 days'`);
    await world.app.get(Housekeeping).sweep();
    expect(await deliveryTo('debriefs.open', old)).toBeUndefined();
    expect(await deliveryTo('debriefs.mail', old)).toMatchObject({ status: 'done' });
    expect(await deliveryTo('debriefs.open', young)).toMatchObject({ status: 'done' });
    expect(await deliveryTo('debriefs.open', given)).toMatchObject({ status: 'parked' });
    await change(given, `status = 'done', done_at = now()`);
  });
});

describe('a mail server', () => {
  it('that says nothing delays no debrief, holds no transaction, and its mails go out once when it speaks again', async () => {
    const deliveries = world.app.get(Deliveries);
    const north = await ended(world.ana);
    smtp.hold((to) => to === north.client.email);
    deliveries.start();
    await until(() => smtp.held.length === 1);
    // What the mail says is on record before the mail server has it.
    expect(await linksOf(north.client.id)).toHaveLength(1);
    const south = await ended(world.cai);
    await until(async () => (await debriefsOf(world.cai, south.client.id)).length === 1);
    await smtp.waitFor(south.client.email);
    expect(smtp.held).toEqual([north.client.email]);
    expect(mailsTo(north.client.email)).toEqual([]);
    expect(await deliveryTo('debriefs.mail', north.client.id)).toMatchObject({
      status: 'pending',
      claimed_by: expect.any(String),
    });
    // Others may be between two statements at this moment; one that waited for the mail would stay.
    const open = `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
    await until(async () => (await world.sql(open)).length === 0);

    // Who stops waits for what has begun, and begins nothing.
    const stopped = deliveries.stop();
    await sleep(300);
    const later = await ended(world.ana);
    smtp.release();
    await stopped;
    expect(await deliveryTo('debriefs.mail', north.client.id)).toMatchObject({ status: 'done', attempts: 1 });
    expect(await debriefsOf(world.ana, later.client.id)).toEqual([]);
    await world.settle();
    expect(mailsTo(north.client.email)).toHaveLength(1);
    expect(mailsTo(later.client.email)).toHaveLength(1);
  });

  it('that answers "not now" is asked again for days: the delivery waits, with the number and not the text', async () => {
    const email = 'not.now@clients.example';
    smtp.answer(email, 451);
    const { client } = await debriefAfter(world, world.ana, { client: { email } });
    expect(await deliveryTo('debriefs.mail', client.id)).toMatchObject({
      status: 'pending',
      last_error: 'smtp-451',
      claimed_by: null,
    });
    await world.sql(`update deliveries set attempts = 50 where consumer = 'debriefs.mail' and status = 'pending'`);
    await nextTry();
    await world.settle();
    const waiting = await deliveryTo('debriefs.mail', client.id);
    expect(waiting).toMatchObject({ status: 'pending', attempts: 51 });
    expect(waiting?.seconds).toBeGreaterThan(3500);
    expect(await tasksOf(world.ana, client.id)).toEqual([]);

    smtp.answer(email, null);
    await nextTry();
    await world.settle();
    expect(mailsTo(email)).toHaveLength(1);
    // However often it was tried: one link, and it is the one in the mail.
    expect(await linksOf(client.id)).toHaveLength(1);
  });

  it('that has been away for four days is given up, and the coach is asked', async () => {
    const email = 'away@clients.example';
    smtp.answer(email, 451);
    const { client } = await debriefAfter(world, world.ana, { client: { email } });
    await world.sql(`update deliveries set attempts = 101 where consumer = 'debriefs.mail' and status = 'pending'`);
    await nextTry();
    await world.settle();
    expect(await deliveryTo('debriefs.mail', client.id)).toMatchObject({ status: 'parked', last_error: 'smtp-451' });
    expect(await tasksOf(world.ana, client.id)).toEqual([{ kind: 'check_address', dueOn: todayInNorth() }]);
  });

  it('that refuses an address for ever is asked once: parked with its number, a task for the coach, and a retry', async () => {
    const email = 'nobody.there@clients.example';
    smtp.answer(email, 550);
    const { client } = await debriefAfter(world, world.ana, { client: { email } });
    const parked = await deliveryTo('debriefs.mail', client.id);
    expect(parked).toMatchObject({ status: 'parked', attempts: 1, last_error: 'smtp-550' });
    expect(await tasksOf(world.ana, client.id)).toEqual([{ kind: 'check_address', dueOn: todayInNorth() }]);
    expect(await world.sql(`select 1 from deliveries where last_error like '%@%'`)).toEqual([]);

    smtp.answer(email, null);
    const { organizationId } = world.ana;
    const key = { organizationId, lineId: parked?.id ?? '', consumer: 'debriefs.mail' };
    expect(await world.app.get(DeliveryDesk).retry(key)).toBe(true);
    await world.settle();
    expect(mailsTo(email)).toHaveLength(1);
    expect(await linksOf(client.id)).toHaveLength(1);
  });

  it('to an address that is still wrong asks the coach again', async () => {
    const email = 'still.nobody@clients.example';
    smtp.answer(email, 550);
    const { client, debrief } = await debriefAfter(world, world.ana, { client: { email } });
    const [task] = (await world.ana.get(`/v1/follow-ups?clientId=${client.id}`)).body.items;
    await world.ana.post(`/v1/follow-ups/${task.id}/completion`);
    expect((await world.ana.post(`/v1/debriefs/${debrief.id}/links`, { way: 'email' })).status).toBe(202);
    await world.settle();
    expect((await tasksOf(world.ana, client.id)).map(({ kind }) => kind)).toEqual(['check_address', 'check_address']);
  });
});

describe('a claim', () => {
  const claimedBy = async (clientId: string, claim: string, left: string) => {
    const { id } = (await deliveryTo('debriefs.mail', clientId)) ?? {};
    await world.sql(
      `update deliveries set status = 'pending', done_at = null, claimed_by = $2, next_at = now() + $3::interval
        where line_id = $1 and consumer = 'debriefs.mail'`,
      [id, claim, left],
    );
  };

  it('of a worker that was killed keeps others away until it ends, and then one of them sends the mail', async () => {
    const email = 'killed@clients.example';
    smtp.answer(email, 451);
    const { client } = await debriefAfter(world, world.ana, { client: { email } });
    smtp.answer(email, null);
    await claimedBy(client.id, newId(), '20 seconds');
    await world.settle();
    expect(mailsTo(email)).toEqual([]);
    await claimedBy(client.id, newId(), '-1 second');
    await world.settle();
    expect(mailsTo(email)).toHaveLength(1);
    expect(await deliveryTo('debriefs.mail', client.id)).toMatchObject({ status: 'done', claimed_by: null });
  });

  it('that has ended writes no result over the one that took its place', async () => {
    const { client } = await ended(world.ana);
    smtp.hold((to) => to === client.email);
    const settled = world.settle();
    await until(() => smtp.held.length === 1);
    const other = newId();
    await claimedBy(client.id, other, '1 hour');
    smtp.release();
    await settled;
    expect(await deliveryTo('debriefs.mail', client.id)).toMatchObject({ status: 'pending', claimed_by: other });
    await claimedBy(client.id, other, '-1 second');
    await world.settle();
  });

  it('whose mark could not be written sends no second mail from the same process', async () => {
    await world.sql(
      `create trigger die before update on deliveries for each row
         when (new.status = 'done' and new.consumer = 'debriefs.mail') execute function die()`,
    );
    const { client } = await debriefAfter(world, world.ana);
    expect(await deliveryTo('debriefs.mail', client.id)).toMatchObject({ status: 'pending' });
    await world.sql('drop trigger die on deliveries');
    await nextTry();
    await world.settle();
    expect(await deliveryTo('debriefs.mail', client.id)).toMatchObject({ status: 'done' });
    expect(mailsTo(client.email)).toHaveLength(1);
  });
});

describe('the ledger', () => {
  const quarters = async () =>
    (
      await world.sql<{ name: string }>(
        `select relname as name from pg_inherits join pg_class on oid = inhrelid
          where inhparent = 'ledger_lines'::regclass and relname ~ 'q[1-4]$' order by 1`,
      )
    ).map(({ name }) => name);
  const takeAway = async (name: string) => {
    await world.sql(`alter table ledger_lines detach partition ${name}`);
    await world.sql(`drop table ${name}`);
  };

  it('gets its next quarters by the clock, and takes lines of a time that has none', async () => {
    const partitions = world.app.get(LedgerPartitions);
    const before = await quarters();
    const last = before.at(-1) ?? '';
    await takeAway(last);
    expect([await partitions.ahead(), await partitions.ahead()]).toEqual([1, 0]);
    expect(await quarters()).toEqual(before);

    await takeAway(last);
    const [line] = await world.sql<{ part: string }>(
      `insert into ledger_lines (organization_id, id, actor_kind, name, subject_id, payload, request_id)
       values ($1, uuidv7(date_trunc('quarter', now()) + interval '12 months 1 day' - now()), 'system', 'x', $1, '{}', 'x')
       returning tableoid::regclass::text as part`,
      [world.ana.organizationId],
    );
    expect(line?.part).toBe('ledger_lines_rest');
    // What lies in the default partition stays there, and keeps no later quarter from being made.
    expect(await partitions.ahead()).toBe(0);
  });

  it('takes a line of this quarter in the partition of this quarter, and only through the ledger itself', async () => {
    const { id } = (await world.ana.post('/v1/clients', { legalName: 'Of Today' })).body;
    const [line] = await world.sql<{ part: string }>(
      'select tableoid::regclass::text as part from ledger_lines where subject_id = $1',
      [id],
    );
    expect(await quarters()).toContain(line?.part);
    const asApp = withClient(world.database.connections.app, (client) => client.query(`select from ${line?.part}`));
    await expect(asApp).rejects.toMatchObject({ code: '42501' });
    const asGate = withClient(world.database.connections.gate, (client) => client.query('create table mine (id int)'));
    await expect(asGate).rejects.toMatchObject({ code: '42501' });
  });
});
