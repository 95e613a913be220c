import { Inject, Injectable } from '@nestjs/common';
import type { EndCause } from '../../access/credentials.js';
import type { WriteTx } from '../database/tx.js';
import type { CredentialKind } from '../rooms/credential-kind.js';

export const CREDENTIAL_KINDS = Symbol('the kinds of ways in');

/** The register of ways in: what rooms declare, and the one act that closes them when something befalls a person. */
@Injectable()
export class Credentials {
  constructor(@Inject(CREDENTIAL_KINDS) private readonly kinds: readonly CredentialKind[]) {}

  /** Closes, with this transaction, whatever this cause closes for this person, of every kind that any room gives out. */
  end(tx: WriteTx, cause: EndCause, whom: string): void {
    for (const { ends } of this.kinds) {
      const sweep = ends[cause];
      if (sweep) tx.later(sweep, [tx.organizationId, whom, cause]);
    }
  }
}
