import { randomUUID } from 'node:crypto';
import { COACH_CLIENTS, clientOfCoach, clientOfMove, id, moveApplication } from './data.js';
import type { Sent } from './load/load.js';

/** One request of a case: what is sent, and what in it differs from the next (for the bare contender, which gets it so). */
export interface Request {
  readonly kind: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly as: 'coach' | 'busy coach' | 'supervisor' | 'admin' | null;
  readonly inputs: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Case {
  readonly name: string;
  /** Requests that make one unit: a client and the list of its applications are two. */
  readonly unit: number;
  readonly warmUp: number;
  /** Who takes part beside Onward and the bare one. */
  readonly others: readonly ('walled' | 'nest' | 'nest-plain')[];
  /** Rows that every request uses up, and that have to be there before. */
  readonly uses?: 'applications';
  /** Only in the full form. */
  readonly isLong?: true;
  next(turn: number): Request;
}

const random = (below: number): number => Math.floor(Math.random() * below);
const get = (kind: string, path: string, as: Request['as'], inputs: Request['inputs'] = {}): Request => ({
  kind, method: 'GET', path, as, inputs,
}); // biome-ignore format: one line

/** What is measured, for `clients` clients in the database. `fresh` is the If-Match of an application that nobody changed. */
export function cases(clients: number, fresh: string): Case[] {
  const client = (turn: number): string => clientOfCoach(turn % COACH_CLIENTS(clients));
  const offset = random(1_000_000);
  return [
    {
      name: 'caseload list of 50',
      unit: 1,
      warmUp: 1500,
      others: ['walled', 'nest'],
      next: () => get('caseload', '/v1/clients?limit=50', 'coach'),
    },
    {
      name: 'one client, with applications',
      unit: 2,
      warmUp: 2000,
      others: ['walled', 'nest', 'nest-plain'],
      next: (turn) => {
        const clientId = client(offset + (turn >> 1) * 7919);
        return turn % 2 === 0
          ? get('client', `/v1/clients/${clientId}`, 'coach', { clientId })
          : get('applications', `/v1/applications?clientId=${clientId}`, 'coach', { clientId });
      },
    },
    {
      name: 'create an application',
      unit: 1,
      warmUp: 1000,
      others: ['walled', 'nest', 'nest-plain'],
      next: (turn) => {
        const inputs = { clientId: client(offset + turn * 7919), employerId: id(4, 1000 + 1 + random(500)) };
        const body = { ...inputs, jobTitle: 'Line cook', appliedOn: '2026-10-02' };
        return { kind: 'application', method: 'POST', path: '/v1/applications', as: 'coach', inputs, body };
      },
    },
    {
      name: 'stage move to a rejection, with key',
      unit: 1,
      warmUp: 1000,
      others: ['nest'],
      uses: 'applications',
      next: (turn) => {
        const inputs = { applicationId: moveApplication(turn), clientId: clientOfMove(turn, clients) };
        const reasons = [{ code: 'other_candidate_stronger', source: 'employer_stated' }];
        return {
          kind: 'move',
          method: 'POST',
          path: `/v1/applications/${inputs.applicationId}/stage-moves`,
          as: 'coach',
          inputs,
          body: { to: 'rejected', reasons, learnedBy: 'email' },
          headers: { 'idempotency-key': randomUUID(), 'if-match': fresh },
        };
      },
    },
    {
      name: 'funnel report of a year',
      unit: 1,
      warmUp: 60,
      others: ['nest'],
      next: () => get('funnel', '/v1/reports/pipeline-funnel?from=2026-01-01&to=2026-11-01', 'supervisor'),
    },
    {
      name: 'turnaround report of a year',
      unit: 1,
      warmUp: 60,
      others: ['walled'],
      isLong: true,
      next: () => get('turnaround', '/v1/reports/debrief-turnaround?from=2026-01-01&to=2026-11-01', 'supervisor'),
    },
    {
      name: 'no database',
      unit: 1,
      warmUp: 3000,
      others: [],
      next: () => get('health', '/health/live', null),
    },
  ];
}

/** The request as this contender gets it. */
export function sent(request: Request, contender: { prefix: string; tokens: Record<string, string> }): Sent {
  const { kind, method, path, as, inputs, body, headers } = request;
  return {
    method,
    path: contender.prefix + path,
    headers: {
      ...(as === null ? {} : { authorization: `Bearer ${contender.tokens[as] ?? '-'}` }),
      ...(as === null ? {} : { 'x-case': kind, 'x-inputs': JSON.stringify(inputs) }),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
}
