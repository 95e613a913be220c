import type { ClientActor } from '../../access/actor.js';

/** Who visits without an account. The guard asks; the room that opens things by link or code answers. */
export abstract class ClientVisits {
  /** Who holds this cookie. Throws 401 `auth.link-session-ended` when it opens nothing (any more). */
  abstract actorOf(cookieHeader: string | undefined, requestId: string): Promise<ClientActor>;
}
