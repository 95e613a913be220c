import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { policy } from '../../src/access/policy.js';
import { staffRoles } from '../../src/access/roles.js';
import { rooms } from '../../src/app/rooms.js';
import { shownFacts } from '../../src/features/audit/shown-facts.js';
import type { EventDeclaration } from '../../src/kernel/events.js';
import { Ledger } from '../../src/platform/ledger/ledger.js';
import { newApplication } from '../support/applications.js';
import { newBarrier } from '../support/barriers.js';
import type { Body, Caller } from '../support/caller.js';
import { openedDebrief } from '../support/debriefs.js';
import { newFollowUp } from '../support/follow-ups.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
});
afterAll(() => world.close());

const events: [name: string, declaration: EventDeclaration<unknown>][] = rooms.flatMap((room) =>
  Object.entries(room.events ?? {}),
);
const visit = { visit: 'own', visitLinkId: 'the-link', visitLinkMadeBy: 'the-maker' };
/** A line of this event with all that it may show, how a visit came about, and something that nobody declared. */
const factsOf = ({ trail }: EventDeclaration<unknown>) => ({
  ...Object.fromEntries((trail?.shows ?? []).map((name) => [name, `fact ${name}`])),
  ...visit,
  undeclared: 'never-shown',
});
/** What a role may know of it, said by the access table alone. */
function expected(role: (typeof staffRoles)[number], declaration: EventDeclaration<unknown>): object {
  const needs = declaration.trail?.needs as keyof typeof policy | undefined;
  const { undeclared: _, ...facts } = factsOf(declaration);
  return needs !== undefined && policy[needs][role] === 'organization' ? facts : visit;
}

describe('the trail, for each role and each event,', () => {
  it.each(staffRoles)(
    'shows a %s the facts of what they may read anywhere, how a visit came about, and nothing else',
    (role) => {
      const actor = { kind: 'staff', role, organizationId: '', userId: '', sessionId: '', requestId: '' } as const;
      for (const [name, declaration] of events)
        expect([name, shownFacts(actor, declaration.trail ?? null, factsOf(declaration))]).toEqual([
          name,
          expected(role, declaration),
        ]);
      expect(events.length).toBeGreaterThan(60);
    },
  );

  it('answers so over the web, and to nobody who may not read it', async () => {
    for (const [name, declaration] of events)
      await world.sql(
        `insert into ledger_lines (organization_id, actor_kind, name, subject_id, payload, request_id)
         values ($1, 'system', $2, $1, $3, 'trail-test')`,
        [world.nia.organizationId, name, JSON.stringify(factsOf(declaration))],
      );
    const readers: Record<(typeof staffRoles)[number], Caller> = {
      coach: world.ana,
      supervisor: world.sol,
      admin: world.nia,
    };
    for (const role of staffRoles)
      for (const [name, declaration] of events) {
        const { status, body } = await readers[role].get(`/v1/audit-events?name=${name}&limit=100`);
        expect([role, status]).toEqual([role, policy['audit.read'][role] === 'none' ? 403 : 200]);
        if (status !== 200) continue;
        const line = body.items.find(({ requestId }: Body) => requestId === 'trail-test');
        expect([name, line.facts]).toEqual([name, expected(role, declaration)]);
      }
  });

  it('keeps from an admin which barrier, which task and which answer it was', async () => {
    const { client, debrief, visitor } = await openedDebrief(world);
    await visitor.fill({ 'item.learned.text': 'To ask first.' }, { action: 'submit' });
    await newBarrier(world.ana, client.id, { kind: 'housing' });
    await newFollowUp(world.ana, client.id);
    const { items } = (await world.nia.get(`/v1/audit-events?clientId=${client.id}&limit=100`)).body;
    const named = (name: string) => items.filter((line: Body) => line.name === name);
    for (const name of ['barrier.identified', 'follow-up.created', 'debrief.issued'])
      expect(named(name).map(({ facts }: Body) => facts)).toContainEqual({});
    expect(named('debrief.submitted')[0]).toMatchObject({
      subjectId: debrief.id,
      facts: { visit: 'own', visitLinkId: expect.any(String), visitLinkMadeBy: null },
    });
    expect(JSON.stringify(items)).not.toMatch(/housing|"kind":"task"|"variant"/);
  });

  it('says how an application moved, and not why', async () => {
    const { id } = await newApplication(world.ana);
    const reasons = [{ code: 'references', source: 'recruiter' }];
    await world.ana.post(`/v1/applications/${id}/stage-moves`, { to: 'rejected', reasons });
    const { items } = (await world.nia.get(`/v1/audit-events?name=application.rejected&limit=100`)).body;
    const line = items.find(({ subjectId }: Body) => subjectId === id);
    expect(line.facts).toMatchObject({ to: 'rejected', outcome: 'rejected' });
    expect(JSON.stringify(line)).not.toMatch(/references|recruiter/);
  });
});

describe('an event', () => {
  it('whose facts need an action that there is not stops the start', () => {
    const events = { 'parcel.sent': { trail: { needs: 'parcel.read', shows: ['weight'] } } };
    expect(() => new Ledger([events])).toThrow('The trail of parcel.sent needs parcel.read, which is no action');
  });
});
