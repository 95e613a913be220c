import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationCounts } from '../../src/features/applications/counts/application-counts.js';
import { ReportsRepository } from '../../src/features/reports/reports.repository.js';
import { Database } from '../../src/platform/database/database.js';
import { newApplication } from '../support/applications.js';
import type { Body } from '../support/caller.js';
import { Dice } from '../support/dice.js';
import { applications } from '../support/reports.js';
import { createWorld, type Person, type World } from '../support/world.js';

let world: World;
let counts: ApplicationCounts;
beforeAll(async () => {
  world = await createWorld();
  counts = world.app.get(ApplicationCounts);
});
afterAll(() => world.close());

const PERIOD = ['2026-01-01', '2026-12-31'];

/** The report's rows, as its statement makes them for this organization. */
async function reported(of: Person): Promise<unknown[]> {
  const [from = '', to = ''] = PERIOD;
  const rows = await world.app
    .get(Database)
    .asSystem(of.organizationId, 'a test', (tx) =>
      world.app.get(ReportsRepository).cohort(tx, 'organization', { from, to }),
    );
  return rows.map((row) => ({ ...row })).sort(byText);
}

/** The same from the applications themselves: plain SQL that knows no counts. */
async function really(of: Person): Promise<unknown[]> {
  const rows = await world.sql<object>(
    `select case when a.furthest_stage in ('saved', 'preparing') then 'applied' else a.furthest_stage end as "furthestStage",
            a.outcome, count(*)::int as count
       from applications a
       join clients c on c.organization_id = a.organization_id and c.id = a.client_id
      where a.organization_id = $1 and a.applied_on >= $2 and a.applied_on <= $3
        and c.deleted_at is null and a.deleted_at is null and a.outcome is distinct from 'duplicate'
      group by 1, 2`,
    [of.organizationId, ...PERIOD],
  );
  return rows.sort(byText);
}
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
async function aMonthGoesBy(): Promise<void> {
  await world.sql(`update clients set deleted_at = deleted_at - interval '32 days' where deleted_at is not null`);
  await world.sql(`update application_count_marks set clients_out_until = clients_out_until - interval '32 days'`);
}
const deltas = async (): Promise<number> => (await world.sql(`select from application_count_deltas`)).length;

const acts = {
  begin: 5,
  move: 16,
  date: 3,
  delete: 4,
  restore: 4,
  deleteClient: 2,
  restoreClient: 3,
  age: 2,
  fold: 2,
} as const;

/** One random act of those that the rules allow. */
class History {
  private readonly clients: string[] = [];
  private readonly deletedClients: string[] = [];
  private readonly applications: string[] = [];
  private readonly deleted: string[] = [];

  constructor(
    private readonly dice: Dice,
    private readonly by: Person,
    private readonly done: Set<string>,
  ) {}

  async step(): Promise<void> {
    const act = this.dice.pick(Object.entries(acts).flatMap(([name, weight]) => Array<string>(weight).fill(name)));
    const status = await (this[act as 'begin'] as () => Promise<number>)();
    if (status < 300) this.done.add(act);
    expect([act, status < 500]).toEqual([act, true]);
  }

  async begin(): Promise<number> {
    const clientId = this.clients.length > 3 && this.dice.chance(0.8) ? this.dice.pick(this.clients) : undefined;
    if (clientId && this.deletedClients.includes(clientId)) return 404;
    const appliedOn = this.dice.chance(0.7) ? `2026-0${this.dice.from(1, 6)}-15` : undefined;
    const made = await newApplication(this.by, { ...(clientId ? { clientId } : {}), appliedOn });
    if (!clientId) this.clients.push(made.client.id);
    this.applications.push(made.id);
    return 201;
  }

  async move(): Promise<number> {
    const path = this.path();
    const { body } = await this.by.get(path);
    if (!body.moves?.length) return 404;
    const next = this.dice.pick<Body>(body.moves);
    const reasons = next.needs.includes('reasons') ? [{ code: 'unknown', source: 'coach_guess' }] : undefined;
    const note = next.needs.includes('note') ? 'a mistake' : undefined;
    return (await this.by.post(`${path}/stage-moves`, { to: next.to, reasons, note })).status;
  }

  async date(): Promise<number> {
    const appliedOn = `2026-0${this.dice.from(1, 6)}-${this.dice.from(10, 28)}`;
    return (await this.by.patch(this.path(), { appliedOn }, { 'if-match': '*' })).status;
  }

  async delete(): Promise<number> {
    const path = this.path();
    const { status } = await this.by.delete(path, { 'if-match': '*' });
    if (status < 300) this.deleted.push(path);
    return status;
  }

  async restore(): Promise<number> {
    const path = this.dice.pick(['/v1/applications/00000000-0000-7000-8000-000000000000', ...this.deleted]);
    return (await this.by.post(`${path}/restoration`)).status;
  }

  async deleteClient(): Promise<number> {
    if (this.clients.length === 0) return 404;
    const id = this.dice.pick(this.clients);
    const { status } = await this.by.delete(`/v1/clients/${id}`, { 'if-match': '*' });
    if (status < 300) this.deletedClients.push(id);
    return status;
  }

  async restoreClient(): Promise<number> {
    if (this.deletedClients.length === 0) return 404;
    const id = this.dice.pick(this.deletedClients);
    const { status } = await this.by.post(`/v1/clients/${id}/restoration`);
    if (status < 300) this.deletedClients.splice(this.deletedClients.indexOf(id), 1);
    return status;
  }

  /** A month goes by for whoever is deleted: they cannot come back, and are counted out. */
  async age(): Promise<number> {
    if (this.dice.chance(0.5)) await aMonthGoesBy();
    await counts.countOut();
    return 200;
  }

  async fold(): Promise<number> {
    await counts.fold();
    return 200;
  }

  private path = (): string =>
    `/v1/applications/${this.applications.length > 0 ? this.dice.pick(this.applications) : this.by.id}`;
}

describe('what reports count', () => {
  const done = new Set<string>();

  it.each([1, 2])('is after every act of a history what the applications say, row by row (seed %i)', async (seed) => {
    const history = new History(new Dice(seed), world.sol, done);
    for (let step = 0; step < 80; step += 1) {
      await history.step();
      expect(await reported(world.sol)).toEqual(await really(world.sol));
    }
    expect((await reported(world.sol)).length).toBeGreaterThan(3);
    expect(await counts.differences(world.sol.organizationId)).toEqual([]);
  });

  it('was tried with every act there is', () => {
    expect([...done].toSorted()).toEqual(Object.keys(acts).toSorted());
  });

  it('stays so while many write and it is folded', async () => {
    const { organizationId } = world.ben;
    await applications(world, world.ben, [{ appliedOn: '2026-03-03', furthestStage: 'applied', count: 30 }]);
    const { items } = (await world.sol.get('/v1/applications?appliedFrom=2026-03-03&appliedTo=2026-03-03&limit=100'))
      .body;
    let isOver = false;
    const folding = (async () => {
      while (!isOver) await counts.fold();
    })();
    const looking = (async () => {
      while (!isOver) expect(await counts.differences(organizationId)).toEqual([]);
    })();
    await Promise.all(
      items.map(({ id }: Body) => world.sol.post(`/v1/applications/${id}/stage-moves`, { to: 'interview' })),
    );
    isOver = true;
    await Promise.all([folding, looking]);
    expect(await reported(world.sol)).toEqual(await really(world.sol));
    await counts.fold();
    expect(await deltas()).toBe(0);
    expect(await reported(world.sol)).toEqual(await really(world.sol));
  });

  it('leaves no trace of a change that moves no count, and one for each count of a thousand new rows', async () => {
    await counts.fold();
    const { id } = await newApplication(world.cai);
    expect(await deltas()).toBe(1);
    await world.cai.patch(`/v1/applications/${id}`, { jobTitle: 'Baker' }, { 'if-match': '*' });
    expect(await deltas()).toBe(1);
    await applications(world, world.cai, [{ appliedOn: '2026-04-04', furthestStage: 'offer', count: 1000 }]);
    expect(await deltas()).toBe(2);
  });

  it('takes off what is erased once, also after its client was counted out', async () => {
    const [gone] = await applications(world, world.cai, [
      { appliedOn: '2026-05-05', furthestStage: 'offer', count: 3 },
      { appliedOn: '2026-05-05', furthestStage: 'offer', count: 5 },
    ]);
    await world.sql(`update clients set deleted_at = now() where id = $1`, [gone]);
    expect(await reported(world.cai)).toEqual(await really(world.cai));
    await aMonthGoesBy();
    expect(await reported(world.cai)).toEqual(await really(world.cai));
    await counts.countOut();
    expect(await reported(world.cai)).toEqual(await really(world.cai));
    await world.sql('delete from applications where client_id = $1', [gone]);
    await world.sql(`delete from applications where furthest_stage = 'offer' and applied_on = '2026-04-04'`);
    expect(await reported(world.cai)).toEqual(await really(world.cai));
    expect(await counts.differences(world.cai.organizationId)).toEqual([]);
  });

  it('is compared with the applications, and mended where somebody worked behind the triggers', async () => {
    await world.sql('alter table applications disable trigger user');
    await applications(world, world.cai, [{ appliedOn: '2026-06-06', furthestStage: 'interview', count: 7 }]);
    await world.sql('alter table applications enable trigger user');
    const { organizationId } = world.cai;
    expect(await counts.differences(organizationId)).toEqual([
      { appliedOn: '2026-06-06', furthestStage: 'interview', standing: 'open', counted: 0, real: 7 },
    ]);
    expect(await counts.mend(organizationId)).toBe(1);
    expect(await counts.differences(organizationId)).toEqual([]);
    expect(await reported(world.cai)).toEqual(await really(world.cai));
  });

  it('of South is not what is counted in North', async () => {
    await counts.fold();
    const [row] = await world.sql<{ organizations: number }>(
      'select count(distinct organization_id)::int as organizations from application_counts',
    );
    expect(row?.organizations).toBe(2);
    expect(await reported(world.sol)).toEqual(await really(world.sol));
    expect(await reported(world.sol)).not.toEqual(await reported(world.cai));
  });
});
