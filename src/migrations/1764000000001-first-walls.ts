import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APP_ROLE, GATE_ROLE } from '../platform/database/setup/roles.js';
import { ORGANIZATION_TENANT, openToGate, protect } from '../platform/database/setup/row-security.js';

/** Row security, rights, and the name search: what TypeORM does not know of the schema. */
export class FirstWalls1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('revoke all on schema public from public');
    await runner.query(`grant usage on schema public to ${APP_ROLE}, ${GATE_ROLE}`);

    await protect(runner, 'organizations', ['select', 'insert', 'update'], ORGANIZATION_TENANT);
    const edited = [
      'users', 'sessions', 'refresh_tokens', 'client_sessions', 'invitations', 'clients', 'assignments', 'barriers',
      'employers', 'employer_contacts', 'applications', 'interviews', 'cover_letters', 'debriefs', 'client_links',
      'follow_ups', 'deliveries', 'idempotency_keys', 'client_keys', 'organization_keys',
    ]; // biome-ignore format: a list to scan
    for (const table of edited) await protect(runner, table, ['select', 'insert', 'update']);
    const replaced = ['interview_people', 'debrief_answers', 'restricted_barriers', 'lessons', 'network_contacts'];
    for (const table of replaced) await protect(runner, table, ['select', 'insert', 'update', 'delete']);
    await protect(runner, 'form_drafts', ['select', 'insert', 'delete']);
    // Histories: nobody who serves requests can rewrite them.
    const appendOnly = [
      'ledger_lines',
      'mail_slots',
      'stage_moves',
      'stage_move_reasons',
      'restricted_stage_moves',
      'barrier_moves',
      'debrief_papers',
      'letter_versions',
      'letter_reviews',
    ];
    for (const table of appendOnly) await protect(runner, table, ['select', 'insert']);

    // `@>` is not leakproof, so behind the wall it reads a whole tenant: the owner asks, for this tenant only.
    await runner.query('create policy ledger_lines_listing on ledger_lines for select to current_user using (true)');
    await runner.query(`
      create function ledger_lines_listing(client uuid) returns setof uuid
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select id from public.ledger_lines
         where organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)
           and client_ids @> array[client]
        $$`);
    await runner.query('revoke execute on function ledger_lines_listing(uuid) from public');
    await runner.query(`grant execute on function ledger_lines_listing(uuid) to ${APP_ROLE}`);

    // Counts follow from applications: those who serve add what changed, the fold under the gate role adds it up.
    await protect(runner, 'application_counts', ['select']);
    await protect(runner, 'application_count_deltas', ['select', 'insert']);
    await protect(runner, 'application_count_marks', ['select', 'insert', 'update']);
    await openToGate(runner, 'application_counts', ['select', 'insert', 'update']);
    await openToGate(runner, 'application_count_deltas', ['select', 'delete']);

    await openToGate(runner, 'organizations', ['select']);
    await openToGate(runner, 'users', ['select']);
    await openToGate(runner, 'sessions', ['select', 'delete']);
    await openToGate(runner, 'refresh_tokens', ['select', 'delete']);
    await openToGate(runner, 'client_sessions', ['select', 'delete']);
    await openToGate(runner, 'form_drafts', ['select', 'delete']);
    await openToGate(runner, 'invitations', ['select', 'delete']);
    await openToGate(runner, 'client_links', ['select', 'delete']);
    await openToGate(runner, 'deliveries', ['select', 'update (next_at, claimed_by)', 'delete']);
    await openToGate(runner, 'idempotency_keys', ['select', 'delete']);
    await openToGate(runner, 'mail_slots', ['select', 'delete']);
    await openToGate(runner, 'debriefs', ['select (organization_id, id, status, lapses_at)']);
    await runner.query(`grant select, insert, update, delete on request_counters to ${GATE_ROLE}`);
    await runner.query(`grant select on schema_migrations, root_versions to ${GATE_ROLE}`);
  }

  async down(): Promise<void> {
    throw new Error('The first schema has nothing before it to go back to.');
  }
}
