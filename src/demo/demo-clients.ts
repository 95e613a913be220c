import type { NewBarrierBody } from '../features/barriers/barriers.schemas.js';
import { BarriersService } from '../features/barriers/barriers.service.js';
import type { NewClientBody } from '../features/clients/clients.schemas.js';
import { ClientsService } from '../features/clients/clients.service.js';
import type { DemoStep } from './demo-place.js';
import type { DemoName } from './demo-staff.js';

interface Person extends NewClientBody {
  readonly coach: DemoName;
  readonly barriers: readonly (NewBarrierBody & { readonly isAddressed?: true })[];
}

/** Invented people. Telephone numbers of the range that belongs to nobody, addresses at a domain that does neither. */
const people: readonly Person[] = [
  {
    coach: 'ana',
    legalName: 'Marcus Hill',
    preferredName: 'Marc',
    email: 'marcus.hill@clients.example',
    phone: '+1 206 555 0111',
    barriers: [
      { kind: 'transport', severity: 4, isAddressed: true },
      { kind: 'criminal_record', severity: 3 },
    ],
  },
  {
    coach: 'ana',
    legalName: 'Rosa Delgado',
    email: 'rosa.delgado@clients.example',
    phone: '+1 206 555 0112',
    spokenLanguage: 'es',
    writtenLanguage: 'es',
    interpreterNeeded: true,
    barriers: [{ kind: 'english', severity: 3, isAddressed: true }, { kind: 'childcare' }],
  },
  {
    coach: 'ana',
    legalName: 'Denise Carter',
    phone: '+1 206 555 0113',
    barriers: [{ kind: 'age_bias' }, { kind: 'digital', severity: 3 }],
  },
  {
    coach: 'ben',
    legalName: 'Thanh Nguyễn',
    email: 'thanh.nguyen@clients.example',
    spokenLanguage: 'vi',
    writtenLanguage: 'en',
    interpreterNeeded: true,
    barriers: [{ kind: 'credential', severity: 3 }],
  },
  {
    coach: 'ben',
    legalName: 'Luz Marina Ortega',
    preferredName: 'Luz',
    email: 'luz.ortega@clients.example',
    spokenLanguage: 'es',
    writtenLanguage: 'es',
    timeZone: 'America/Denver',
    barriers: [{ kind: 'schedule', severity: 3, isAddressed: true }],
  },
  { coach: 'ben', legalName: 'Patricia Lindqvist', email: 'pat.lindqvist@clients.example', barriers: [] },
];

/** A caseload for each coach, with what stands between each client and work. */
export const clients: DemoStep = async ({ app, staff, clients: made }) => {
  const barriers = app.get(BarriersService);
  for (const { coach, barriers: found, ...person } of people) {
    const client = await app.get(ClientsService).create(staff[coach], person);
    for (const { isAddressed, ...barrier } of found) {
      const { id } = await barriers.create(staff[coach], client.id, barrier);
      if (isAddressed) await barriers.move(staff[coach], id, { to: 'addressing', evidence: 'client_statement' });
    }
    made.set(client.legalName, { id: client.id, by: staff[coach] });
  }
};
