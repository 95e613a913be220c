import type { ClientConfig } from 'pg';
import { withClient } from '../src/platform/database/setup/prepare.js';

/** Fixed ids, so that every run measures the same rows. */
export const id = (kind: number, number: number): string =>
  `0000000${kind}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
export const ORGANIZATION = id(1, 1);
export const COACH = id(2, 1);
export const SUPERVISOR = id(2, 21);
export const ADMIN = id(2, 22);
/** Of the same organization: with years of work it has most of its clients. */
export const BUSY_COACH = id(2, 6);
export const OTHER_ORGANIZATION = id(1, 2);
export const OTHER_COACH = id(2, 2);
export const ORGANIZATIONS = 5;
export const COACHES = 20;

export const uuid = (kind: number, expression: string): string =>
  `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${expression}), 12, '0'))::uuid`;

/** Organization of the n-th coach; clients belong to the organization of their coach. */
const organizationOfCoach = (coach: string): string => uuid(1, `1 + (${coach} - 1) % ${ORGANIZATIONS}`);
const coachOfClient = `1 + (n - 1) % ${COACHES}`;

/** The data of one measurement: organizations, coaches, clients with ten applications each. */
export async function fill(admin: ClientConfig, clients: number): Promise<void> {
  await withClient(admin, async (client) => {
    await client.query(`
      insert into organizations (id, name, time_zone) select ${uuid(1, 'n')}, 'Organization ' || n, 'America/Los_Angeles' from generate_series(1, ${ORGANIZATIONS}) n;
      insert into users (organization_id, id, email, name, role, password_hash)
      select ${organizationOfCoach('n')}, ${uuid(2, 'n')}, 'coach' || n || '@bench.example', 'Coach ' || n, 'coach', '' from generate_series(1, ${COACHES}) n;
      insert into users (organization_id, id, email, name, role, password_hash) values ('${ORGANIZATION}', '${SUPERVISOR}', 'supervisor@bench.example', 'Supervisor', 'supervisor', '');
      insert into users (organization_id, id, email, name, role, password_hash) values ('${ORGANIZATION}', '${ADMIN}', 'admin@bench.example', 'Admin', 'admin', '');
      insert into clients (organization_id, id, legal_name, search_key, email, spoken_language, written_language, time_zone, coach_id)
      select ${organizationOfCoach(coachOfClient)}, ${uuid(3, 'n')}, 'Client ' || n, 'client ' || lpad(n::text, 9, '0'), 'c' || n || '@bench.example', 'en', 'es', 'America/Los_Angeles', ${uuid(2, coachOfClient)}
        from generate_series(1, ${clients}) n;
      insert into employers (organization_id, id, name, search_key)
      select ${uuid(1, 'o')}, ${uuid(4, 'o * 1000 + n')}, 'Employer ' || n, 'employer ' || n from generate_series(1, ${ORGANIZATIONS}) o, generate_series(1, 500) n;
      insert into applications (organization_id, id, client_id, employer_id, job_title, applied_on, stage, furthest_stage, outcome, ending_stage, ended_on, last_moved_on)
      select ${organizationOfCoach(coachOfClient)}, ${uuid(5, '(n - 1) * 10 + a')}, ${uuid(3, 'n')}, ${uuid(4, `(1 + (${coachOfClient} - 1) % ${ORGANIZATIONS}) * 1000 + 1 + n % 500`)},
             'Line cook', date '2026-01-01' + ((n + a * 31) % 300), s.stage, s.stage, s.outcome, case when s.outcome is null then null else s.stage end,
             case when s.outcome is null then null else date '2026-11-01' end, date '2026-11-01'
        from generate_series(1, ${clients}) n, generate_series(1, 10) a,
             lateral (select (array['applied','screening','phone_screen','interview','offer'])[1 + (n * 7 + a * 3) % 5] as stage,
                             (array['rejected','no_response',null,'rejected','withdrawn'])[1 + (n / 5 + a) % 5] as outcome) s;
    `);
    await client.query('analyze');
  });
}

/** How many clients the measured coach has, and the n-th of them. */
export const COACH_CLIENTS = (clients: number): number => Math.floor(clients / COACHES);
export const clientOfCoach = (n: number): string => id(3, 1 + n * COACHES);

/** Applications that wait to be moved, `count` of them from number `from` on: each can be rejected once. */
export async function addApplicationsToMove(
  admin: ClientConfig,
  from: number,
  count: number,
  clients: number,
): Promise<void> {
  const clientOf = uuid(3, `1 + (n % ${COACH_CLIENTS(clients)}) * ${COACHES}`);
  await withClient(admin, (client) =>
    client.query(`
      insert into applications (organization_id, id, client_id, employer_id, job_title, applied_on, stage, furthest_stage, last_moved_on)
      select '${ORGANIZATION}', ${uuid(6, 'n')}, ${clientOf}, ${uuid(4, '1001 + n % 500')}, 'Line cook', date '2026-10-02', 'applied', 'applied', date '2026-10-02'
        from generate_series(${from}, ${from + count - 1}) n`),
  );
}
export const moveApplication = (n: number): string => id(6, n);
export const clientOfMove = (n: number, clients: number): string => clientOfCoach(n % COACH_CLIENTS(clients));
