import type { INestApplicationContext } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import { SessionsService } from '../features/identity/sessions/sessions.service.js';
import { OrganizationsService } from '../features/organizations/organizations.service.js';
import { dayIn } from '../kernel/days.js';
import { alone } from '../platform/database/setup/prepare.js';
import { Deliveries } from '../platform/ledger/deliveries.js';
import { applications } from './demo-applications.js';
import { clients } from './demo-clients.js';
import { debriefs } from './demo-debriefs.js';
import { letters } from './demo-letters.js';
import type { DemoLink, DemoPlace, DemoStep } from './demo-place.js';
import { type DemoAccount, makeStaff } from './demo-staff.js';

/** In the order of the floors: each step may use what those before it made. */
const steps: readonly DemoStep[] = [clients, applications, letters, debriefs];

export interface Demo {
  readonly accounts: readonly DemoAccount[];
  readonly link: DemoLink | null;
}

const organization = { name: 'Lakeside Works (demo)', timeZone: 'America/Los_Angeles', locale: 'en' };

/** Fills an empty database. Null when there is an organization already. Of two starts at once, one fills it. */
export function seedDemo(app: INestApplicationContext, gate: ClientConfig, signal?: AbortSignal): Promise<Demo | null> {
  const organizations = app.get(OrganizationsService);
  const seed = async (): Promise<Demo | null> => {
    if (!(await organizations.isEmpty())) return null;
    const { accounts, actors } = await makeStaff(app, await organizations.found(organization));
    const place: DemoPlace = {
      app,
      staff: actors,
      today: dayIn(organization.timeZone, new Date()),
      clients: new Map(),
      applications: new Map(),
      settle: async () => void (await app.get(Deliveries).drain()),
      link: null,
    };
    for (const step of steps) await step(place);
    await place.settle();
    for (const actor of Object.values(actors)) await app.get(SessionsService).signOut(actor);
    return { accounts, link: place.link };
  };
  return alone(gate, 'seed the demo', seed, signal);
}
