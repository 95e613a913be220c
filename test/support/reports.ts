import { newId } from '../../src/kernel/ids.js';
import type { Person, World } from './world.js';

/** A client of this coach and an employer, behind the API: reports need hundreds of rows, quickly. */
async function ground(world: World, coach: Person): Promise<{ clientId: string; employerId: string }> {
  const { organizationId } = coach;
  const [clientId, employerId] = [newId(), newId()];
  await world.sql(
    `insert into clients (organization_id, id, legal_name, search_key, spoken_language, written_language, time_zone, coach_id)
     values ($1, $2, 'Of A Report', 'of a report', 'en', 'en', 'UTC', $3)`,
    [organizationId, clientId, coach.id],
  );
  await world.sql(`insert into employers (organization_id, id, name, search_key) values ($1, $2, $3, $3)`, [
    organizationId,
    employerId,
    `=cmd|' /C calc'!A0 ${employerId}`,
  ]);
  return { clientId, employerId };
}

export interface Cohort {
  appliedOn: string | null;
  furthestStage: string;
  outcome?: string | null;
  count: number;
}

/** So many applications of one new client each group. Answers the clients, in the order of the groups. */
export async function applications(world: World, coach: Person, cohorts: readonly Cohort[]): Promise<string[]> {
  const clients: string[] = [];
  for (const { appliedOn, furthestStage, outcome = furthestStage === 'started' ? 'hired' : null, count } of cohorts) {
    const { clientId, employerId } = await ground(world, coach);
    clients.push(clientId);
    await world.sql(
      `insert into applications (organization_id, client_id, employer_id, job_title, applied_on, stage, furthest_stage, outcome, last_moved_on)
       select $1, $2, $3, 'Cook', $4, $5, $5, $6, coalesce($4::date, '2026-01-01') from generate_series(1, $7)`,
      [coach.organizationId, clientId, employerId, appliedOn, furthestStage, outcome, count],
    );
  }
  return clients;
}

export interface Issued {
  issuedAt: string;
  status: string;
  count: number;
  /** Hours from the "no" being written down to handing in, for the first one; each next takes one hour longer. */
  hoursToSubmit?: number;
  hoursToReview?: number;
}

/** So many debriefs, each after its own "no", which was written down at the moment of issuing. */
export async function debriefs(world: World, coach: Person, groups: readonly Issued[]): Promise<string[]> {
  const clients: string[] = [];
  for (const { issuedAt, status, count, hoursToSubmit = null, hoursToReview = null } of groups) {
    const { clientId, employerId } = await ground(world, coach);
    clients.push(clientId);
    await world.sql(
      `with applied as (
         insert into applications (organization_id, client_id, employer_id, job_title, stage, furthest_stage, outcome, last_moved_on)
         select $1, $2, $3, 'Cook', 'interview', 'interview', 'rejected', '2026-01-01' from generate_series(1, $6::int)
         returning id),
       moved as (
         insert into stage_moves (organization_id, application_id, kind, from_position, to_position, occurred_on, moved_by, created_at)
         select $1, id, 'ending', 'interview', 'rejected', '2026-01-01', $4, $5::timestamptz from applied
         returning id, application_id, created_at),
       numbered as (select *, row_number() over () - 1 as n from moved)
       insert into debriefs (organization_id, client_id, application_id, stage_move_id, variant, status, locale, facts,
                             decided_on, decision_recorded_at, issued_at, submitted_at, reviewed_at, lapses_at)
       select $1, $2, application_id, id, 'R2', $7, 'en', '{}', '2026-01-01', created_at, $5::timestamptz,
              $5::timestamptz + make_interval(hours => ($8::int + n)::int),
              $5::timestamptz + make_interval(hours => ($8::int + n + $9::int)::int),
              $5::timestamptz + interval '21 days'
         from numbered`,
      [coach.organizationId, clientId, employerId, coach.id, issuedAt, count, status, hoursToSubmit, hoursToReview],
    );
  }
  return clients;
}
