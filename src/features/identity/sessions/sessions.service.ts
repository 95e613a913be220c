import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { admitted } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import type { StaffRole } from '../../../access/roles.js';
import { changesOf } from '../../../kernel/changes.js';
import { AppError, notFound } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import { withE164 } from '../../../kernel/phones.js';
import { AccessTokens, TOKEN_SECONDS } from '../../../platform/auth/access-tokens.js';
import { Secrets } from '../../../platform/config/secrets.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { networkOf, shareOf } from '../../../platform/http/admission/network.js';
import { type Limit, Limits, limits } from '../../../platform/http/limits.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { hashPassword, needsRehash, passwordFits, shareOfKnown } from '../passwords.js';
import type { UserEntity } from '../user.entity.js';
import { KnownDevices } from './known-devices.js';
import { type Rotation, SessionsRepository } from './sessions.repository.js';
import type { MePatchBody, MeView, SignedInView, SignInBody } from './sessions.schemas.js';

const SESSION_DAYS = 30;
const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');
const refused = (): AppError => new AppError('unauthenticated', 'auth.sign-in-failed');

/** Sign-in, rotation and sign-out of staff. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly ledger: Ledger,
    private readonly limits: Limits,
    private readonly tokens: AccessTokens,
    private readonly secrets: Secrets,
    private readonly devices: KnownDevices,
  ) {}

  /**
   * Starts a session. Unknown address, wrong password and suspended account get the same 401, after the same time. Wrong
   * guesses slow down who makes them: others at this account only when there are very many, and a device that signed in
   * to it before not at all.
   */
  async signIn(body: SignInBody, address: string): Promise<SignedInView> {
    const device = this.devices.knownAs(body.email, body.deviceToken);
    const share = device === null ? shareOf(address) : shareOfKnown(device);
    const user = await this.limits.guess(this.guessed(body.email, device, address), async () => {
      const found = await this.database.acrossOrganizations('sign-in knows no organization yet', (tx) =>
        this.repository.findAccount(tx, body.email),
      );
      return (await passwordFits(body.password, found?.password_hash ?? null, share)) ? found : null;
    });
    if (user === null) throw refused();
    const answer = await this.database.asSystem(user.organization_id, 'start a session', async (tx) => {
      if (!(await this.repository.holdAccount(tx, user))) throw refused();
      return this.startSession(tx, user.id, user.role);
    });
    if (needsRehash(user.password_hash)) {
      const rehashed = await hashPassword(body.password, share);
      await this.database.asSystem(user.organization_id, 'a password under new parameters', (tx) =>
        this.repository.rehash(tx, user, rehashed),
      );
    }
    return { ...answer, deviceToken: this.devices.tokenFor(body.email, body.deviceToken) };
  }

  private guessed(email: string, device: string | null, address: string): (readonly [Limit, string])[] {
    const account = digest(email);
    if (device !== null) return [[limits.signInPerDevice, device]];
    return [
      [limits.signInPerAccountAndNetwork, `${account}/${networkOf(address).near}`],
      [limits.signInPerAccount, account],
      [limits.signInPerNetwork, address],
    ];
  }

  /** A new session of this user, in the transaction that signed them in. */
  async startSession(tx: WriteTx, userId: string, role: StaffRole): Promise<SignedInView> {
    const sessionId = newId();
    const refreshToken = randomBytes(32).toString('base64url');
    const expiresAt = new Date(tx.now.getTime() + SESSION_DAYS * 86_400_000).toISOString();
    const session = { id: sessionId, userId, expiresAt };
    await this.repository.insertSession(tx, session);
    await this.repository.insertRefreshToken(tx, session, digest(refreshToken));
    await this.ledger.record(tx, { name: 'session.started', subjectId: sessionId, payload: { userId } });
    return this.answer(tx, { userId, role, sessionId }, refreshToken);
  }

  /**
   * Trades a refresh token for the next one. Used again within 20 s it gives the same successor (a lost answer, two
   * tabs); used later it was stolen or copied, and the session ends. Only tokens that nobody ever had count as guesses.
   */
  async refresh(refreshToken: string, address: string): Promise<SignedInView> {
    const found = await this.database.acrossOrganizations('a refresh token names no organization', (tx) =>
      this.repository.findRefreshToken(tx, digest(refreshToken)),
    );
    if (!found) {
      await this.limits.take(limits.tokenPerNetwork, address);
      throw refused();
    }
    const answer = await this.database.asSystem(found.organization_id, 'rotate a session', async (tx) => {
      const token = await this.repository.lockRefreshToken(tx, found.id);
      if (!token?.is_live) return null;
      if (!token.is_unused && !token.is_in_grace) return this.endFamily(tx, token);
      const successors = this.successorsOf(refreshToken);
      let [successor] = successors;
      if (token.is_unused) {
        await this.repository.useRefreshToken(tx, token.id);
        const session = { id: token.session_id, userId: token.user_id, expiresAt: token.expires_at };
        await this.repository.insertRefreshToken(tx, session, digest(successor));
      } else {
        const given = await this.repository.findSuccessor(tx, token.session_id, successors.map(digest));
        successor = successors.find((one) => digest(one) === given) ?? successor;
      }
      return this.answer(tx, { userId: token.user_id, role: token.role, sessionId: token.session_id }, successor);
    });
    if (!answer) throw refused();
    return answer;
  }

  /** Ends the session of this token at once, on every replica. */
  async signOut(actor: StaffActor): Promise<void> {
    await this.database.write(actor, async (tx) => {
      if (await this.repository.endSession(tx, actor.sessionId, 'signed_out')) {
        await this.ledger.record(tx, {
          name: 'session.ended',
          subjectId: actor.sessionId,
          payload: { userId: actor.userId },
        });
      }
    });
  }

  async me(actor: StaffActor): Promise<MeView> {
    const me = await this.database.read(actor, (tx) => this.repository.getMe(tx, actor.userId));
    if (!me) throw notFound();
    return me;
  }

  async changeMe(actor: StaffActor, version: number, patch: MePatchBody): Promise<MeView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.getMe(tx, actor.userId);
      const before = admitted(actor, 'me.change', found && { ...found, coachId: actor.userId }, version);
      const changes = changesOf(before, patch) as Partial<UserEntity> | null;
      if (!changes) return before;
      this.repository.changeMe(tx, actor.userId, version, withE164(changes));
      await this.ledger.record(tx, {
        name: 'me.changed',
        subjectId: actor.userId,
        payload: { fields: Object.keys(changes) },
      });
      const me = await this.repository.getMe(tx, actor.userId);
      if (!me) throw notFound();
      return me;
    });
  }

  private async endFamily(tx: WriteTx, token: Rotation): Promise<null> {
    await this.repository.endSession(tx, token.session_id, 'copied');
    await this.ledger.record(tx, {
      name: 'session.refresh-reused',
      subjectId: token.session_id,
      payload: { userId: token.user_id },
    });
    return null;
  }

  /**
   * The next refresh token follows from the last one and the root, so that the grace can give it again unstored. While a
   * root is replaced, one for each that is accepted; new ones follow from the first.
   */
  private successorsOf(refreshToken: string): [inUse: string, ...older: string[]] {
    return this.secrets
      .keys('refresh-token')
      .map((key) => createHmac('sha256', key).update(refreshToken).digest('base64url')) as [string, ...string[]];
  }

  private async answer(
    tx: WriteTx,
    of: { userId: string; role: StaffRole; sessionId: string },
    refreshToken: string,
  ): Promise<SignedInView> {
    const me = await this.repository.getMe(tx, of.userId);
    if (!me) throw refused();
    const accessToken = this.tokens.sign({ sub: of.userId, org: tx.organizationId, sid: of.sessionId, role: of.role });
    return { accessToken, tokenType: 'Bearer', expiresIn: TOKEN_SECONDS, refreshToken, me };
  }
}
