import type { Columns } from '../database/projection.js';

/** A sealed text and the wrapped keys that open it, as they come with a row. */
export interface SealedText {
  readonly sealed: string;
  /** Null: the key of the client is erased. */
  readonly keys: string | null;
}

/**
 * The wrapped keys of a client and the version of the root that wraps the outer one (an SQL expression), beside what they
 * open: a page of rows costs no trip for keys.
 */
export const clientKeys = (clientId: string): string =>
  `(select ok.root_version || ' ' || ok.wrapped_key || ' ' || ck.wrapped_key from client_keys ck
      join organization_keys ok on ok.organization_id = ck.organization_id
     where ck.organization_id = $1 and ck.client_id = ${clientId})`;

/** A sealed column in a projection. No text, no reference: then the keys are not there either. */
export const sealedText = (column: string, clientId: string): Columns<SealedText> => ({
  sealed: column,
  keys: clientKeys(clientId),
});
