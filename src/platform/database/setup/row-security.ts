import type { QueryRunner } from 'typeorm';
import { APP_ROLE, GATE_ROLE } from './roles.js';

/** The only form a tenant policy has. `nullif`: after SET LOCAL the setting is '' again; `(select …)`: once, not per row. */
const TENANT = "organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)";

type Grant = 'select' | 'insert' | 'update' | 'delete';

/** Puts a table behind the tenant wall and grants the app role just these rights. For migrations. */
export async function protect(
  runner: QueryRunner,
  table: string,
  grants: readonly Grant[],
  tenant = TENANT,
): Promise<void> {
  await runner.query(`alter table ${table} enable row level security`);
  await runner.query(`alter table ${table} force row level security`);
  await runner.query(
    `create policy ${table}_tenant on ${table} to ${APP_ROLE} using (${tenant}) with check (${tenant})`,
  );
  await runner.query(`grant ${grants.join(', ')} on ${table} to ${APP_ROLE}`);
}

/** Opens a protected table to the gate role, which works across organizations. */
export async function openToGate(runner: QueryRunner, table: string, grants: readonly string[]): Promise<void> {
  await runner.query(`create policy ${table}_gate on ${table} to ${GATE_ROLE} using (true) with check (true)`);
  await runner.query(`grant ${grants.join(', ')} on ${table} to ${GATE_ROLE}`);
}

/** The tenant wall of `organizations` itself, whose key is the tenant. */
export const ORGANIZATION_TENANT = TENANT.replace('organization_id', 'id');
