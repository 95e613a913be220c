import { createHash, randomBytes } from 'node:crypto';
import { fastifyCookie } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../access/actor.js';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { ClientSessionEntity } from './client-session.entity.js';

/** `__Host-`: only over HTTPS (or localhost), only this host, the whole path: no other site of the domain can set it. */
export const CLIENT_COOKIE = '__Host-onward';
const HOURS = 12;

const FIND = statement(
  'client-sessions.find',
  `select organization_id, id, debrief_id, client_id from client_sessions
    where secret_digest = $1 and ended_at is null and expires_at > now()`,
);

const END_OF_LINKS = statement(
  'client-sessions.end-of-links',
  `update client_sessions set ended_at = now() where organization_id = $1 and debrief_id = $2 and ended_at is null`,
);

const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Sessions of clients who opened one debrief. Good for that debrief and nothing else. */
@Injectable()
export class ClientSessions {
  constructor(private readonly database: Database) {}

  /** Opens a session; answers the `Set-Cookie` value. */
  async open(tx: WriteTx, of: { debriefId: string; clientId: string; linkId: string }): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const expiresAt = new Date(tx.now.getTime() + HOURS * 3_600_000).toISOString();
    await tx.insert(ClientSessionEntity, { id: newId(), ...of, secretDigest: digest(secret), expiresAt });
    return `${CLIENT_COOKIE}=${secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${HOURS * 3600}`;
  }

  /** Ends every session of a debrief: its links were revoked. */
  async endAll(tx: WriteTx, debriefId: string): Promise<void> {
    await tx.run(END_OF_LINKS, [tx.organizationId, debriefId]);
  }

  /** Who holds this cookie. Throws 401 `auth.link-session-ended` when it opens nothing (any more). */
  async actorOf(cookieHeader: string | undefined, requestId: string): Promise<ClientActor> {
    const secret = fastifyCookie.parse(cookieHeader ?? '')[CLIENT_COOKIE] ?? null;
    const row =
      secret === null
        ? null
        : await this.database.acrossOrganizations('find a client session by its cookie', (tx) =>
            tx.row<{ organization_id: string; id: string; debrief_id: string; client_id: string }>(FIND, [
              digest(secret),
            ]),
          );
    if (!row) throw new AppError('unauthenticated', 'auth.link-session-ended');
    return {
      kind: 'client',
      role: 'client',
      organizationId: row.organization_id,
      clientId: row.client_id,
      debriefId: row.debrief_id,
      sessionId: row.id,
      requestId,
    };
  }
}
