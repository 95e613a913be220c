/** What befalls a person and closes, before their time, the ways in that they were given or have made. */
export const endCauses = [
  'suspension',
  'role_change',
  'password_change',
  'address_change',
  'hand_over',
  'closing',
] as const;
export type EndCause = (typeof endCauses)[number];

/** Every reason why a way in is closed; one that merely ran out has none. */
export const endings = [...endCauses, 'used', 'replaced', 'revoked', 'signed_out', 'copied'] as const;
export type Ending = (typeof endings)[number];
