import type { NewClientBody } from '../features/clients/clients.schemas.js';
import { ClientsService } from '../features/clients/clients.service.js';
import type { DemoStep } from './demo.js';
import type { DemoName } from './demo-staff.js';

/** Invented people. Telephone numbers of the range that belongs to nobody, addresses at a domain that does neither. */
const people: readonly (NewClientBody & { coach: DemoName })[] = [
  {
    coach: 'ana',
    legalName: 'Rosa Delgado',
    email: 'rosa.delgado@clients.example',
    phone: '+1 206 555 0111',
    spokenLanguage: 'es',
    writtenLanguage: 'es',
    interpreterNeeded: true,
  },
  {
    coach: 'ana',
    legalName: 'Marcus Hill',
    preferredName: 'Marc',
    email: 'marcus.hill@clients.example',
    phone: '+1 206 555 0112',
  },
  {
    coach: 'ana',
    legalName: 'José Álvarez',
    email: 'jose.alvarez@clients.example',
    spokenLanguage: 'es',
    writtenLanguage: 'es',
  },
  { coach: 'ana', legalName: 'Denise Carter', phone: '+1 206 555 0114' },
  {
    coach: 'ben',
    legalName: 'Thanh Nguyễn',
    email: 'thanh.nguyen@clients.example',
    spokenLanguage: 'vi',
    writtenLanguage: 'en',
    interpreterNeeded: true,
  },
  {
    coach: 'ben',
    legalName: 'Patricia Lindqvist',
    preferredName: 'Pat',
    email: 'pat.lindqvist@clients.example',
    phone: '+1 206 555 0116',
  },
  {
    coach: 'ben',
    legalName: 'Luz Marina Ortega',
    email: 'luz.ortega@clients.example',
    spokenLanguage: 'es',
    writtenLanguage: 'es',
    timeZone: 'America/Denver',
  },
];

/** A caseload for each coach, in both languages. */
export const clients: DemoStep = async ({ app, staff, clients: made }) => {
  for (const { coach, ...person } of people) {
    made.set(person.legalName, await app.get(ClientsService).create(staff[coach], person));
  }
};
