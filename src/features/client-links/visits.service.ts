import { createHash, randomBytes } from 'node:crypto';
import { fastifyCookie } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../access/actor.js';
import { AppError } from '../../kernel/errors.js';
import { ClientVisits } from '../../platform/auth/client-visits.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Limits, limits } from '../../platform/http/limits.js';
import { ClientLinksDoor } from './client-links.door.js';
import { ClientLinksRepository, type UsedLink } from './client-links.repository.js';
import { ClientSessionsRepository } from './client-sessions.repository.js';
import { tokenDigest, typedCode } from './codes.js';
import { type ClientLinkKind, ClientLinkKinds } from './kinds.js';

/** `__Host-`: only over HTTPS (or localhost), only this host, the whole path: no other site of the domain can set it. */
export const CLIENT_COOKIE = '__Host-onward';
const HOURS = 12;

const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const linkNotValid = (): AppError => new AppError('refused', 'client-link.not-valid');

/** A visit that has begun: the `Set-Cookie` value, and the page it begins with. */
export interface StartedVisit {
  cookie: string;
  page: ClientLinkKind['page'];
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
   * too old, was revoked, or leads to what cannot be opened any more; 429 for too many codes of one network.
   */
  async start(given: { token: string; code: string }, network: string, requestId: string): Promise<StartedVisit> {
    const found = await this.guessed(given, network);
    if (!found) throw linkNotValid();
    const { cookie, kind } = await this.database.asSystem(found.organizationId, 'open a link', async (tx) => {
      const used = await this.repository.use(tx, found.id);
      const opens = used && this.kinds.find(used.subjectKind);
      if (!opens || !(await opens.mayOpen(tx, used.subjectId))) throw linkNotValid();
      return { cookie: await this.open(tx, used), kind: opens };
    });
    const actor = await this.actorOf(cookie, requestId);
    await this.database.write(actor, (tx) => kind.opened(tx, actor));
    return { cookie, page: kind.page };
  }

  async actorOf(cookieHeader: string | undefined, requestId: string): Promise<ClientActor> {
    const secret = fastifyCookie.parse(cookieHeader ?? '')[CLIENT_COOKIE] ?? null;
    const row =
      secret === null
        ? null
        : await this.database.acrossOrganizations('find a client session by its cookie', (tx) =>
            this.sessions.findBySecret(tx, digest(secret)),
          );
    if (!row) throw new AppError('unauthenticated', 'auth.link-session-ended');
    const { organizationId, id: sessionId, clientId, subjectKind, subjectId } = row;
    const opened = { kind: subjectKind, id: subjectId };
    return { kind: 'client', role: 'client', organizationId, clientId, opened, sessionId, requestId };
  }

  /** A short code may be guessed, so the limit comes first; a token is looked up, and only one that never was is counted. */
  private async guessed(
    given: { token: string; code: string },
    address: string,
  ): Promise<{ organizationId: string; id: string } | null> {
    if (given.token === '') return this.limits.guess([[limits.codePerNetwork, address]], () => this.find(given));
    const found = await this.find(given);
    if (!found) await this.limits.take(limits.tokenPerNetwork, address);
    return found;
  }

  private async find(given: { token: string; code: string }): Promise<{ organizationId: string; id: string } | null> {
    const code = typedCode(given.code);
    return this.database.acrossOrganizations('a link names no organization', async (tx) => {
      if (given.token !== '') return this.repository.findByToken(tx, tokenDigest(given.token));
      return code === null ? null : this.repository.findByCode(tx, this.links.digestOfCode(code));
    });
  }

  /** Opens a session; answers the `Set-Cookie` value. */
  private async open(tx: WriteTx, of: UsedLink): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.sessions.insert(tx, of, digest(secret), new Date(tx.now.getTime() + HOURS * 3_600_000));
    return `${CLIENT_COOKIE}=${secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${HOURS * 3600}`;
  }
}
