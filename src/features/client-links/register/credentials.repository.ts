import type { EndCause } from '../../../access/credentials.js';
import { type Statement, statement } from '../../../platform/database/statement.js';
import type { CredentialKind } from '../../../platform/rooms/credential-kind.js';

/**
 * Which links and visits a cause closes. What went to the client's own address was never seen by the staff: it stays
 * good when they go, and ends when the address was the wrong one. What they made to show or to print ends with them.
 */
const closed = {
  suspension: `made_by = $2 and purpose <> 'email'`,
  role_change: `made_by = $2 and purpose <> 'email'`,
  address_change: `client_id = $2 and purpose = 'email'`,
  hand_over: `client_id = $2 and purpose <> 'email'`,
  closing: 'client_id = $2',
} as const satisfies Partial<Record<EndCause, string>>;

const endOf = (table: 'client_links' | 'client_sessions', cause: keyof typeof closed): Statement =>
  statement(
    `client-links.end-${table === 'client_links' ? 'links' : 'visits'}-by-${cause.replace('_', '-')}`,
    `update ${table} set ended_at = now(), ended_cause = $3
      where organization_id = $1 and ${closed[cause]} and ended_at is null`,
  );

const kind = (name: string, table: 'client_links' | 'client_sessions'): CredentialKind => ({
  name,
  table,
  ends: {
    suspension: endOf(table, 'suspension'),
    role_change: endOf(table, 'role_change'),
    password_change: null,
    address_change: endOf(table, 'address_change'),
    hand_over: endOf(table, 'hand_over'),
    closing: endOf(table, 'closing'),
  },
});

/** Links with their codes, by mail, on a screen or on paper; and the visits that they opened. */
export const clientCredentials: readonly CredentialKind[] = [
  kind('client_link', 'client_links'),
  kind('client_session', 'client_sessions'),
];
