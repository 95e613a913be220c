import type { EndCause } from '../../access/credentials.js';

/** A change to one table: `$1` the organization, `$2` whom it befell, `$3` the cause. */
interface Sweep {
  readonly name: string;
  readonly text: string;
}

/** A kind of way in, as its room declares it: a session, an invitation, a link. Its table is a `CredentialRow`. */
export interface CredentialKind {
  readonly name: string;
  readonly table: string;
  /** How each cause closes those of a person; null where it leaves them alone. No cause is left unanswered. */
  readonly ends: Readonly<Record<EndCause, Sweep | null>>;
}
