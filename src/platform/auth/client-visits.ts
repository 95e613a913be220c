import type { ClientActor } from '../../access/actor.js';

/** What a request says of the visit it belongs to. */
export interface VisitAsked {
  readonly cookies: string | undefined;
  /** The visit that the page's address names, when it names one. A browser may hold several. */
  readonly visit: string | null;
  readonly requestId: string;
}

/** Who visits without an account. The guard asks; the room that opens things by link or code answers. */
export abstract class ClientVisits {
  /** Who is on this visit. Throws 401 `auth.link-session-ended` when it is over, or this browser does not hold it. */
  abstract actorOf(asked: VisitAsked): Promise<ClientActor>;
}
