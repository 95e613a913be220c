import { employerKey } from '../../src/features/employers/employers.rules.js';
import { newId } from '../../src/kernel/ids.js';
import type { Body } from './caller.js';
import type { Person, World } from './world.js';

/** An employer in the directory of this person's organization. */
export async function newEmployer(world: World, by: Person, name: string): Promise<string> {
  const id = newId();
  await world.sql('insert into employers (organization_id, id, name, search_key) values ($1, $2, $3, $4)', [
    by.organizationId,
    id,
    name,
    employerKey(name),
  ]);
  return id;
}

/** An application of a client, written straight into the table: letters need one to go with, whatever its stage. */
export async function newApplication(
  world: World,
  by: Person,
  clientId: string,
  {
    employerId,
    jobTitle = 'Baker',
    postingText = null,
  }: { employerId?: string; jobTitle?: string; postingText?: string | null } = {},
): Promise<string> {
  const id = newId();
  await world.sql(
    `insert into applications (organization_id, id, client_id, employer_id, job_title, posting_text, stage, furthest_stage, last_moved_on)
     values ($1, $2, $3, $4, $5, $6, 'preparing', 'preparing', '2026-07-01')`,
    [
      by.organizationId,
      id,
      clientId,
      employerId ?? (await newEmployer(world, by, `Bright Bakery ${id}`)),
      jobTitle,
      postingText,
    ],
  );
  return id;
}

export const newClient = async (by: Person, overrides: object = {}): Promise<Body> =>
  (await by.post('/v1/clients', { legalName: 'Maria Ortiz', ...overrides })).body;

/** A letter of a new client, with its text unless the overrides say another. */
export async function newLetter(by: Person, overrides: Record<string, unknown> = {}): Promise<Body> {
  const clientId = overrides.clientId ?? (await newClient(by)).id;
  const letter = {
    clientId,
    title: 'Letter to the bakery',
    body: 'Dear Ms. Lee,\n\nI bake.\n\nThank you',
    ...overrides,
  };
  return (await by.post('/v1/cover-letters', letter)).body;
}
