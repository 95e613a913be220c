import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { require } from '../../src/access/access.js';
import type { ClientActor } from '../../src/access/actor.js';
import { ClientLinksDoor, type MadeLink } from '../../src/features/client-links/client-links.door.js';
import { ClientLinksModule } from '../../src/features/client-links/client-links.module.js';
import { ClientPage } from '../../src/features/client-links/client-pages.door.js';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { By, CanByLink } from '../../src/platform/http/routes.js';
import { sendPage } from '../../src/platform/pages/page-answers.js';
import { newClientOf, openedDebrief, placeOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

/** A second kind of thing that clients open: a room of this test, and nothing else in the house knows of it. */
@Injectable()
class Slips {
  readonly opened: ClientActor[] = [];
  readonly closed = new Set<string>();

  constructor(links: ClientLinksDoor) {
    links.kind({
      kind: 'slip',
      page: '/d/slip',
      mayOpen: async (_tx, id) => !this.closed.has(id),
      opened: async (_tx, actor) => void this.opened.push(actor),
    });
  }
}

@Controller('d')
class SlipPages {
  @Get('slip')
  @ClientPage()
  // A real kind has its own row in the one table; this one borrows a row that reaches a client's own.
  @CanByLink('debrief.answer')
  show(@By() actor: ClientActor, @Res() reply: FastifyReply): void {
    require(actor, 'debrief.answer', { opened: { kind: 'slip', id: actor.opened.id } });
    sendPage(reply, 200, `slip ${actor.opened.id}`);
  }
}

let world: World;
let door: ClientLinksDoor;
let clientId: string;
beforeAll(async () => {
  world = await createWorld({}, { imports: [ClientLinksModule], controllers: [SlipPages], providers: [Slips] });
  door = world.app.get(ClientLinksDoor);
  clientId = (await newClientOf(world.ana)).id;
});
afterAll(() => world.close());

const linkTo = (id: string, kind = 'slip'): Promise<MadeLink> =>
  world.app.get(Database).asSystem(world.ana.organizationId, 'a link of a test', (tx) =>
    door.make(tx, {
      subject: { kind, id },
      clientId,
      purpose: 'screen',
      expiresAt: new Date(tx.now.getTime() + 3_600_000),
    }),
  );

describe('a second kind of client link', () => {
  it('leads to its own page, by link and by code, and its room hears who came in', async () => {
    const id = newId();
    const link = await linkTo(id);
    const [byLink, byCode] = [new Visitor(world), new Visitor(world)];
    for (const started of [await byLink.openByUrl(link.url), await byCode.openByCode(link.code)]) {
      expect([started.status, placeOf(started)]).toEqual([303, '/d/slip']);
    }
    for (const visitor of [byLink, byCode]) expect(await visitor.get('/d/slip')).toMatchObject({ text: `slip ${id}` });
    const { opened } = world.app.get(Slips);
    expect(opened).toMatchObject([
      { role: 'client', clientId, opened: { kind: 'slip', id } },
      { role: 'client', clientId, opened: { kind: 'slip', id } },
    ]);
  });

  it('opens nothing else: no page of the other kind, even where both have the same id', async () => {
    const { debrief, visitor: ofDebrief } = await openedDebrief(world);
    const ofSlip = new Visitor(world);
    await ofSlip.openByUrl((await linkTo(debrief.id)).url);
    expect((await ofSlip.get('/d/slip')).status).toBe(200);
    expect((await ofSlip.get('/d/checklist')).status).toBe(401);
    expect((await ofDebrief.get('/d/slip')).status).toBe(403);
    expect((await ofDebrief.get('/d/checklist')).status).toBe(200);
  });

  it('is revoked alone: all links of this slip, the visits they opened, and no other', async () => {
    const [one, other] = [newId(), newId()];
    const link = await linkTo(one);
    const [visitor, neighbour] = [new Visitor(world), new Visitor(world)];
    await visitor.openByUrl(link.url);
    await neighbour.openByUrl((await linkTo(other)).url);
    const count = await world.app
      .get(Database)
      .asSystem(world.ana.organizationId, 'a revocation of a test', (tx) =>
        door.revokeAll(tx, { kind: 'slip', id: one }),
      );
    expect(count).toBe(1);
    expect((await visitor.get('/d/slip')).status).toBe(401);
    expect((await new Visitor(world).openByUrl(link.url)).status).toBe(422);
    expect((await neighbour.get('/d/slip')).status).toBe(200);
  });

  it.each([
    ['its room says it may not be opened any more', 'slip'],
    ['no room declares the kind', 'gone'],
  ])('is answered like a link that never was when %s, and leaves no visit', async (_, kind) => {
    const id = newId();
    world.app.get(Slips).closed.add(id);
    const { url } = await linkTo(id, kind);
    const never = await new Visitor(world).openByUrl(url.replace(/#.*/, `#${'A'.repeat(43)}`));
    const refused = await new Visitor(world).openByUrl(url);
    expect([refused.status, refused.text]).toEqual([422, never.text]);
    expect(await world.sql('select 1 from client_sessions where subject_id = $1', [id])).toEqual([]);
    expect(await world.sql('select opened_count from client_links where subject_id = $1', [id])).toEqual([
      { opened_count: 0 },
    ]);
  });

  it('is of a kind that only one room may declare', () => {
    const kind = { kind: 'slip', page: '/d/slip', mayOpen: async () => true, opened: async () => {} } as const;
    expect(() => door.kind(kind)).toThrow('Two kinds of client links are named slip');
  });
});
