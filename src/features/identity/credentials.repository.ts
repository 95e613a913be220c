import { statement } from '../../platform/database/statement.js';
import type { CredentialKind } from '../../platform/rooms/credential-kind.js';

const SESSIONS_OF = statement(
  'identity.end-sessions-of',
  `update sessions set ended_at = now(), ended_cause = $3
    where organization_id = $1 and subject_id = $2 and ended_at is null`,
);

const REFRESH_TOKENS_OF = statement(
  'identity.end-refresh-tokens-of',
  `update refresh_tokens t set ended_at = now(), ended_cause = $3
     from sessions s
    where t.organization_id = $1 and s.organization_id = t.organization_id and s.id = t.subject_id
      and s.subject_id = $2 and t.ended_at is null`,
);

/** Also those that only the word of this person has opened. */
const INVITATIONS_BY = statement(
  'identity.end-invitations-by',
  `update invitations set ended_at = now(), ended_cause = $3
    where organization_id = $1 and (made_by = $2 or confirmed_by = $2) and ended_at is null`,
);

const ofTheAccount = { hand_over: null, closing: null };

/** What the staff get in with, and how it ends: never by what befalls a client. */
export const staffCredentials: readonly CredentialKind[] = [
  {
    name: 'session',
    table: 'sessions',
    ends: {
      suspension: SESSIONS_OF,
      role_change: SESSIONS_OF,
      password_change: SESSIONS_OF,
      address_change: SESSIONS_OF,
      ...ofTheAccount,
    },
  },
  {
    name: 'refresh_token',
    table: 'refresh_tokens',
    ends: {
      suspension: REFRESH_TOKENS_OF,
      role_change: REFRESH_TOKENS_OF,
      password_change: REFRESH_TOKENS_OF,
      address_change: REFRESH_TOKENS_OF,
      ...ofTheAccount,
    },
  },
  {
    name: 'invitation',
    table: 'invitations',
    // A new password or address of whoever invited takes nothing from what they may do.
    ends: {
      suspension: INVITATIONS_BY,
      role_change: INVITATIONS_BY,
      password_change: null,
      address_change: null,
      ...ofTheAccount,
    },
  },
];
