import type { INestApplicationContext } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { StaffActor } from '../access/actor.js';
import type { ClientAnswer } from '../features/clients/clients.schemas.js';
import { OrganizationsService } from '../features/organizations/organizations.service.js';
import { AuthService } from '../platform/auth/auth.service.js';
import { alone } from '../platform/database/prepare.js';
import { Deliveries } from '../platform/ledger/deliveries.js';
import { clients } from './demo-clients.js';
import { type DemoAccount, type DemoName, makeStaff } from './demo-staff.js';

/** What the steps of the demo hand on to each other. */
export interface DemoPlace {
  readonly app: INestApplicationContext;
  readonly staff: Readonly<Record<DemoName, StaffActor>>;
  /** By legal name. */
  readonly clients: Map<string, ClientAnswer>;
  /** Lets the ledger's consumers do what the steps so far cause: debriefs opened, mails sent. */
  settle(): Promise<void>;
  /** What a client would get, for the person who tries it. */
  link: DemoLink | null;
}

export interface DemoLink {
  readonly client: string;
  readonly url: string;
  readonly code: string;
}

/** One room's share of the demo, through its service, as the person who would do it. */
export type DemoStep = (place: DemoPlace) => Promise<void>;

/** In the order of the floors: each step may use what those before it made. */
const steps: readonly DemoStep[] = [clients];

export interface Demo {
  readonly accounts: readonly DemoAccount[];
  readonly link: DemoLink | null;
}

const NAME = 'Lakeside Works (demo)';

/** Fills an empty database. Null when there is an organization already. Of two starts at once, one fills it. */
export function seedDemo(app: INestApplicationContext, owner: ClientConfig): Promise<Demo | null> {
  const organizations = app.get(OrganizationsService);
  return alone(owner, 'seed the demo', async () => {
    if (!(await organizations.isEmpty())) return null;
    const organizationId = await organizations.found({ name: NAME, timeZone: 'America/Los_Angeles', locale: 'en' });
    const { accounts, actors } = await makeStaff(app, organizationId);
    const settle = async (): Promise<void> => void (await app.get(Deliveries).drain());
    const place: DemoPlace = { app, staff: actors, clients: new Map(), settle, link: null };
    for (const step of steps) await step(place);
    await settle();
    for (const actor of Object.values(actors)) await app.get(AuthService).signOut(actor);
    return { accounts, link: place.link };
  });
}
