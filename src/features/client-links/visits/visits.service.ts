import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { isId, newId } from '../../../kernel/ids.js';
import { ClientVisits, type VisitAsked } from '../../../platform/auth/client-visits.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Limits, limits } from '../../../platform/http/limits.js';
import { ClientLinksDoor } from '../client-links.door.js';
import { ClientLinksRepository, type UsedLink } from '../client-links.repository.js';
import { type ClientSessionRow, ClientSessionsRepository } from '../client-sessions.repository.js';
import { tokenDigest, typedCode } from '../codes.js';
import { type ClientLinkKind, ClientLinkKinds } from '../kinds.js';
import type { CarriedForm } from './carried-forms.js';
import { askedVisit, cookiesFor, type HeldVisit } from './visit-cookies.js';

/** On a phone or computer that others use too. */
const IDLE_MINUTES = 30;

const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const linkNotValid = (): AppError => new AppError('refused', 'client-link.not-valid');

/** What can be no code is no guess either: it is not looked up and not counted. */
function requireWayIn({ token, code }: WayIn): void {
  if (token !== '') return;
  if (code.trim() === '') throw new AppError('refused', 'client-link.code-missing');
  if (typedCode(code) === null) throw new AppError('refused', 'client-link.code-not-complete');
}

/** What a client gives to come in. */
export interface WayIn {
  token: string;
  code: string;
  /** Others use this phone or computer too. */
  isShared: boolean;
}

/** Whence a request to come in is sent. */
export interface From {
  network: string;
  requestId: string;
  cookies: string | undefined;
}

/** A visit that has begun: the `Set-Cookie` values, and what was opened. */
export interface StartedVisit {
  cookies: string[];
  kind: ClientLinkKind;
  actor: ClientActor;
}

/** Visits of clients: begun by link or code, good for the one thing that was opened and nothing else. */
@Injectable()
export class VisitsService extends ClientVisits {
  constructor(
    private readonly database: Database,
    private readonly links: ClientLinksDoor,
    private readonly repository: ClientLinksRepository,
    private readonly sessions: ClientSessionsRepository,
    private readonly kinds: ClientLinkKinds,
    private readonly limits: Limits,
  ) {
    super();
  }

  /**
   * Trades a token or a short code for a visit. Throws 422 `client-link.not-valid`, the same for one that never was, is
   * too old, was revoked, or leads to what cannot be opened any more; `client-link.code-missing` or `code-not-complete` for
   * what cannot be one; 429 for too many codes of one network.
   */
  async start(given: WayIn, { network, requestId, cookies }: From): Promise<StartedVisit> {
    requireWayIn(given);
    const found = await this.guessed(given, network);
    if (!found) throw linkNotValid();
    const { visit, kind } = await this.database.asSystem(found.organizationId, 'open a link', async (tx) => {
      const used = await this.repository.use(tx, found.id);
      const opens = used && this.kinds.find(used.subjectKind);
      if (!opens || !(await opens.mayOpen(tx, used.subjectId))) throw linkNotValid();
      return { visit: await this.open(tx, used, given.isShared ? IDLE_MINUTES : null), kind: opens };
    });
    const actor = await this.actorOn(visit, requestId);
    await this.database.write(actor, (tx) => kind.opened(tx, actor));
    return { cookies: cookiesFor(visit, cookies), kind, actor };
  }

  async actorOf({ cookies, visit, requestId }: VisitAsked): Promise<ClientActor> {
    return this.actorOn(askedVisit(cookies, visit), requestId);
  }

  /**
   * Ends the visit, whoever asks: nobody goes on with it from this browser or any other. One that is over already is left;
   * while the database is away nobody is told so, because it goes on.
   */
  async leave(asked: VisitAsked): Promise<void> {
    const actor = await this.actorOf(asked).catch((error: unknown) => {
      if (error instanceof AppError && error.kind === 'unauthenticated') return null;
      throw error;
    });
    if (actor) await this.links.endVisit(actor);
  }

  /**
   * Whether these words were typed on a visit of the client who is in now, and not long ago: nobody else's are shown or
   * kept, whatever was left open on this computer.
   */
  async isTheirs(actor: ClientActor, { visit, sentAt }: CarriedForm): Promise<boolean> {
    if (!isId(visit)) return false;
    return this.database.read(actor, (tx) => this.sessions.isOf(tx, visit, { clientId: actor.clientId, sentAt }));
  }

  private async actorOn(visit: HeldVisit | null, requestId: string): Promise<ClientActor> {
    const row =
      visit &&
      (await this.database.acrossOrganizations('find a client session by its cookie', (tx) =>
        this.sessions.findBySecret(tx, digest(visit.secret)),
      ));
    if (row?.id !== visit?.id || !row) throw new AppError('unauthenticated', 'auth.link-session-ended');
    if (row.isToSlide)
      await this.database.asSystem(row.organizationId, 'a visit goes on', (tx) => this.sessions.slide(tx, row.id));
    return actorFrom(row, requestId);
  }

  /** A short code may be guessed, so the limit comes first; a token is looked up, and only one that never was is counted. */
  private async guessed(given: WayIn, network: string): Promise<{ organizationId: string; id: string } | null> {
    if (given.token === '') return this.limits.guess([[limits.codePerNetwork, network]], () => this.find(given));
    const found = await this.find(given);
    if (!found) await this.limits.take(limits.tokenPerNetwork, network);
    return found;
  }

  private async find(given: WayIn): Promise<{ organizationId: string; id: string } | null> {
    const code = typedCode(given.code);
    return this.database.acrossOrganizations('a link names no organization', async (tx) => {
      if (given.token !== '') return this.repository.findByToken(tx, tokenDigest(given.token));
      return code === null ? null : this.repository.findByCode(tx, this.links.digestsOfCode(code));
    });
  }

  /** Until the link ends, or until nobody used it for so long. */
  private async open(tx: WriteTx, of: UsedLink, idleMinutes: number | null): Promise<HeldVisit> {
    const visit = { id: newId(), secret: randomBytes(32).toString('base64url') };
    const idleEnd = new Date(tx.now.getTime() + (idleMinutes ?? 0) * 60_000);
    const linkEnd = new Date(of.expiresAt);
    const expiresAt = (idleMinutes !== null && idleEnd < linkEnd ? idleEnd : linkEnd).toISOString();
    const { subjectKind, subjectId, clientId, linkId, madeBy, purpose } = of;
    const session = { id: visit.id, subjectKind, subjectId, clientId, linkId, madeBy, purpose, idleMinutes, expiresAt };
    await this.sessions.insert(tx, { ...session, secretDigest: digest(visit.secret) });
    return visit;
  }
}

const actorFrom = (row: ClientSessionRow, requestId: string): ClientActor => {
  const { organizationId, id: sessionId, clientId, subjectKind, subjectId, linkId, madeBy, purpose } = row;
  return {
    kind: 'client',
    role: 'client',
    organizationId,
    clientId,
    opened: { kind: subjectKind, id: subjectId },
    visit: { kind: purpose === 'email' ? 'own' : 'assisted', linkId, linkMadeBy: madeBy },
    sessionId,
    requestId,
  };
};
