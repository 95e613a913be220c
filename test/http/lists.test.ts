import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allows, couldEver } from '../../src/access/access.js';
import type { StaffActor } from '../../src/access/actor.js';
import type { Action } from '../../src/access/policy.js';
import { newBarrier } from '../support/barriers.js';
import { newLetter } from '../support/cover-letters.js';
import { debriefAfter } from '../support/debriefs.js';
import { effort } from '../support/effort.js';
import { newFollowUp } from '../support/follow-ups.js';
import { createWorld, type Person, type World } from '../support/world.js';

/** Lists over the whole caseload: their table, the action that reads them, and each form that is a statement of its own. */
const lists: readonly [path: string, table: string, action: Action, forms: readonly string[]][] = [
  ['/v1/clients', 'clients', 'client.read', ['', 'search=list', 'coachId=:coach']],
  ['/v1/applications', 'applications', 'application.read', ['', 'outcome=rejected', 'clientId=:client']],
  ['/v1/cover-letters', 'cover_letters', 'cover-letter.read', ['', 'clientId=:client']],
  ['/v1/follow-ups', 'follow_ups', 'follow-up.read', ['', 'open=true', 'clientId=:client']],
  ['/v1/debriefs', 'debriefs', 'debrief.read', ['', 'status=issued', 'clientId=:client']],
];

interface Row {
  readonly id: string;
  readonly clientId: string;
  readonly organizationId: string;
  readonly coachId: string;
  readonly isDeleted: boolean;
}

const NORTH = 5;
let world: World;
let everybody: Person[];
let clients: string[];

beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
  everybody = [world.ana, world.ben, world.sol, world.nia, world.cai, world.sid];
  clients = [];
  for (let count = 0; count <= NORTH; count += 1) {
    const by = count < NORTH ? world.ana : world.cai;
    const { client } = await debriefAfter(world, by, {
      stages: ['interview'],
      interviews: [{}],
      client: { legalName: `List ${count}` },
    });
    await newBarrier(by, client.id);
    await newLetter(by, { clientId: client.id });
    await newFollowUp(by, client.id);
    clients.push(client.id);
  }
}, 60_000);
afterAll(() => world.close());

/** Every row of a table in both organizations, behind all walls, and whose caseload it stands in. */
const rowsOf = (table: string): Promise<Row[]> =>
  world.sql<Row>(
    `select t.id, c.id as "clientId", c.organization_id as "organizationId", c.coach_id as "coachId",
            c.deleted_at is not null as "isDeleted"
       from ${table} t join clients c on c.id = t.${table === 'clients' ? 'id' : 'client_id'}`,
  );
const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id).toSorted();
const actorOf = ({ organizationId, id, role }: Person): StaffActor => ({
  kind: 'staff',
  role,
  organizationId,
  userId: id,
  sessionId: '',
  requestId: '',
});
const grants = (person: Person, action: Action, row: Row): boolean =>
  row.organizationId === person.organizationId &&
  !row.isDeleted &&
  allows(actorOf(person), action, { coachId: row.coachId });

/** The statuses and ids that differ between what this person sees in lists and what `allows` grants. */
async function differences(person: Person, rows: readonly Row[][], about: Row): Promise<unknown[]> {
  const different: unknown[] = [];
  for (const [index, [path, , action, forms]] of lists.entries()) {
    for (const form of forms) {
      const query = form.replace(':client', about.clientId).replace(':coach', about.coachId);
      const { status, body } = await person.get(`${path}?total=true&${query}`);
      const isAsked = (row: Row): boolean =>
        (!form.includes(':client') || row.clientId === about.clientId) &&
        (!form.includes(':coach') || row.coachId === about.coachId);
      const granted = (rows[index] ?? []).filter((row) => isAsked(row) && grants(person, action, row));
      const seen = status === 200 ? [status, body.total, ...idsOf(body.items)] : [status];
      const should = couldEver(person.role, action) ? [200, granted.length, ...idsOf(granted)] : [403];
      if (String(seen) !== String(should)) different.push({ by: person.email, path, form, seen, should });
    }
  }
  const { status, body } = await person.get(`/v1/clients/${about.id}/barriers`);
  const isGranted = grants(person, 'barrier.read', about);
  const should = isGranted ? 200 : couldEver(person.role, 'barrier.read') ? 404 : 403;
  if (status !== should || (isGranted && body.items.length !== 1))
    different.push({ by: person.email, path: 'barriers', seen: status, should });
  return different;
}

const caseload = fc.record({ coach: fc.constantFrom('ana', 'ben', 'sol'), isDeleted: fc.boolean() });
const dealt = fc.array(caseload, { minLength: NORTH, maxLength: NORTH });

describe('a list', () => {
  it(
    'shows exactly what allows grants, to everybody, whoever has which client',
    async () => {
      const property = fc.asyncProperty(dealt, fc.nat(NORTH), async (caseloads, at) => {
        for (const [index, { coach, isDeleted }] of caseloads.entries()) {
          const deal = 'update clients set coach_id = $2, deleted_at = case when $3 then now() end where id = $1';
          await world.sql(deal, [clients[index], world[coach].id, isDeleted]);
        }
        const rows: Row[][] = [];
        for (const [, table] of lists) rows.push(await rowsOf(table));
        const about = rows[0]?.find(({ id }) => id === clients[at]) as Row;
        for (const person of everybody) expect(await differences(person, rows, about)).toEqual([]);
      });
      await fc.assert(property, { numRuns: effort.caseloads, seed: effort.fuzzSeed, endOnFailure: true });
    },
    60_000 + effort.caseloads * 10_000,
  );
});
