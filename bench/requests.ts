import { COACH_CLIENTS, clientOfCoach, id } from './data.js';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly as: 'coach' | 'supervisor';
}

export interface Case {
  readonly name: string;
  /** The goal of the performance plan, shown beside the figure. */
  readonly goal: string;
  /** The next request; both contenders understand the same paths. */
  next(): Request;
}

const random = (below: number): number => Math.floor(Math.random() * below);
const employer = (): string => id(4, 1000 + 1 + random(500));

/** What is measured, for `clients` clients in the database. */
export const cases = (clients: number): Case[] => [
  {
    name: 'caseload list of 50',
    goal: '≥ 1.0 ×, CPU ≤ 1.1 ×',
    next: () => ({ method: 'GET', path: '/v1/clients?limit=50', as: 'coach' }),
  },
  {
    name: 'one client',
    goal: '≥ 1.1 ×, CPU ≤ 0.95 ×',
    next: () => ({ method: 'GET', path: `/v1/clients/${clientOfCoach(random(COACH_CLIENTS(clients)))}`, as: 'coach' }),
  },
  {
    name: 'application write',
    goal: '≥ 0.85 ×, CPU ≤ 1.2 ×',
    next: () => ({
      method: 'POST',
      path: '/v1/applications',
      as: 'coach',
      body: JSON.stringify({
        clientId: clientOfCoach(random(COACH_CLIENTS(clients))),
        employerId: employer(),
        jobTitle: 'Line cook',
        appliedOn: '2026-10-02',
      }),
    }),
  },
  {
    name: 'funnel of a year',
    goal: '≤ 1.15 × the bare SQL',
    next: () => ({
      method: 'GET',
      path: '/v1/reports/pipeline-funnel?from=2026-01-01&to=2026-11-01',
      as: 'supervisor',
    }),
  },
];
