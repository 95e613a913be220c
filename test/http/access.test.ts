import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { couldEver } from '../../src/access/access.js';
import { type Action, policy } from '../../src/access/policy.js';
import { type DeclaredRoute, RouteCheck } from '../../src/platform/http/route-check.js';
import type { Answer } from '../support/caller.js';
import { type Records, recordsOfNorth, type Sample, samples, send } from '../support/routes.js';
import { createWorld, type Person, type World } from '../support/world.js';

let world: World;
let records: Records;
let routes: (DeclaredRoute & { action: Action; sample: Sample | undefined; name: string })[];

beforeAll(async () => {
  world = await createWorld();
  records = await recordsOfNorth(world);
  const known = samples(records);
  routes = world.app
    .get(RouteCheck)
    .routes()
    .flatMap((route) => {
      const name = `${route.method} ${route.path}`;
      return route.access.action && route.access.by === 'staff'
        ? [{ ...route, action: route.access.action, name, sample: known[name] }]
        : [];
    });
});
afterAll(() => world.close());

const withoutId = ({ status, body }: Answer): object => ({ status, ...body, requestId: '' });

/** What the access table says of this person and route, as a status; null where it is allowed and a rule may still refuse. */
function expected(person: Person, { action, sample }: (typeof routes)[number]): number | null {
  if (!couldEver(person.role, action)) return 403;
  const about = sample?.about ?? 'nothing';
  if (about === 'nothing') return null;
  if (person.organizationId !== world.ana.organizationId) return 404;
  if (about === 'organization' || policy[action][person.role] === 'organization') return null;
  return person.id === world.ana.id ? null : 404;
}

/** Whoever was asked before may have brought them back. */
async function deleteAgain(): Promise<void> {
  const deleted = {
    clients: records.deletedClient,
    barriers: records.deletedBarrier,
    follow_ups: records.deletedFollowUp,
    employer_contacts: records.deletedContact,
    network_contacts: records.deletedNetworkContact,
  };
  for (const [table, id] of Object.entries(deleted))
    await world.sql(`update ${table} set deleted_at = now() where id = $1`, [id]);
}

describe('every route', () => {
  it('has a sample request here', () => {
    expect(routes.filter(({ sample }) => !sample).map(({ name }) => name)).toEqual([]);
    expect(Object.keys(samples(records)).filter((name) => !routes.some((route) => route.name === name))).toEqual([]);
    expect(routes.length).toBeGreaterThan(60);
  });

  it('answers 401 to nobody', async () => {
    const statuses = await Promise.all(
      routes.map(({ method, sample }) => send(world.nobody, method, sample as Sample)),
    );
    expect(routes.filter((_, index) => statuses[index]?.status !== 401).map(({ name }) => name)).toEqual([]);
  });

  it.each(['ben', 'sid', 'cai', 'nia', 'sol', 'ana'] as const)('answers %s as the access table says', async (name) => {
    await deleteAgain();
    const wrong: string[] = [];
    for (const route of routes.filter((other) => other.name !== 'POST /v1/auth/sign-out')) {
      const status = expected(world[name], route);
      const answer = await send(world[name], route.method, route.sample as Sample);
      const fits =
        status === null ? ![401, 403, 404].includes(answer.status) && answer.status < 500 : answer.status === status;
      if (!fits) wrong.push(`${route.name}: ${answer.status} ${answer.body?.code ?? ''}, not ${status ?? 'allowed'}`);
    }
    expect(wrong).toEqual([]);
  });

  it('tells a stranger of North’s records exactly what it tells of records that do not exist', async () => {
    const absent = samples(
      Object.fromEntries(
        Object.keys(records).map((key) => [key, '01980000-0000-7000-8000-000000000000']),
      ) as unknown as Records,
    );
    const different: string[] = [];
    for (const { name, method, sample } of routes.filter((route) => route.sample?.about !== 'nothing')) {
      const real = withoutId(await send(world.cai, method, sample as Sample));
      const none = withoutId(await send(world.cai, method, absent[name] as Sample));
      if (JSON.stringify(real) !== JSON.stringify(none)) different.push(name);
    }
    expect(different).toEqual([]);
  });
});

describe('with every guard off', () => {
  it('the database alone gives South nothing of North, and takes nothing', async () => {
    for (const row of Object.values(policy))
      for (const role of Object.keys(row)) (row as Record<string, string>)[role] = 'organization';
    const counts = () =>
      world.sql(
        `select sum(n_live)::int as rows, max(at) as at from (
         select count(*) as n_live, max(version)::text as at from clients union all select count(*), max(version)::text from applications
         union all select count(*), max(version)::text from cover_letters union all select count(*), max(version)::text from debriefs
         union all select count(*), max(version)::text from follow_ups where organization_id = '${world.ana.organizationId}') t`,
      );
    const before = await counts();
    const leaks: string[] = [];
    for (const { name, method, sample } of routes.filter((route) => route.name !== 'POST /v1/auth/sign-out')) {
      if (name === 'POST /v1/clients' || name === 'POST /v1/employers' || name === 'POST /v1/invitations') continue;
      for (const stranger of [world.cai, world.sid]) {
        const answer = await send(stranger, method, sample as Sample);
        const isOpen = sample?.about !== 'nothing' && answer.status !== 404;
        if (isOpen || answer.text.includes('MARKER') || answer.status >= 500) leaks.push(`${name}: ${answer.status}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(await counts()).toEqual(before);
  });
});
