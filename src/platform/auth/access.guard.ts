import { createHmac } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { couldEver } from '../../access/access.js';
import type { Repeat, StaffActor } from '../../access/actor.js';
import { AppError } from '../../kernel/errors.js';
import { Secrets } from '../config/secrets.js';
import { Admission } from '../http/admission/admission.js';
import { type Limit, Limits, limits, TooManyRequests, tellLimit } from '../http/limits.js';
import { EFFECT_PLACE, type EffectPlace, effectOf } from '../http/repeats/effects.js';
import { ROUTE_ACCESS, ROUTE_COST, type RouteAccess } from '../http/routes.js';
import type { Claims } from './access-tokens.js';
import { ClientVisits } from './client-visits.js';

/** The visit that the address of a client's page names. */
const visitOf = ({ query }: FastifyRequest): string | null => {
  const { visit } = query as { visit?: unknown };
  return typeof visit === 'string' ? visit : null;
};

const MOST_TOKENS = 5000;
const KEY = /^[\x21-\x7e]{1,200}$/;

/** passport's guard, as a check of its own: a bad token is a 401 of ours, never an exception of its. */
class Passport extends AuthGuard('access-token') {
  override handleRequest<Claim>(error: unknown, claims: Claim | false): Claim {
    if (error || !claims) throw new AppError('unauthenticated', 'http.unauthenticated');
    return claims;
  }
}

/**
 * Stands before every route. Deny by default: a route that names no action and is not public is refused.
 * Tells who asks, limits how often, and asks whether that role could ever do this.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly passport = new Passport();
  /** Tokens whose signature was checked, until they expire. That the session holds is asked with each query. */
  private readonly verified = new Map<string, Claims>();
  private since = 0;

  constructor(
    private readonly reflector: Reflector,
    private readonly limits: Limits,
    private readonly visits: ClientVisits,
    private readonly secrets: Secrets,
    admission: Admission,
  ) {
    admission.organizationOf = (authorization) => this.verified.get(authorization)?.org;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const count = async (limit: Limit, key: string, cost = 1): Promise<void> =>
      tellLimit(reply, await this.limits.take(limit, key, cost));
    if (access?.publicBecause !== undefined) {
      if (access.isUnlimited) return true;
      await count(limits.perNetwork, request.ip).catch((error: unknown) => {
        if (!access.looksFirst || !(error instanceof TooManyRequests)) throw error;
        tellLimit(reply, { ...error, remaining: 0 });
      });
      return true;
    }
    if (!access?.action) throw new AppError('forbidden', 'access.not-allowed');
    const actor = await this.who(access, context, request).catch(async (error: unknown) => {
      await count(limits.perNetwork, request.ip);
      throw error;
    });
    const cost = this.reflector.get<number | undefined>(ROUTE_COST, context.getHandler());
    await count(limits.perUser, actor.kind === 'staff' ? actor.userId : actor.sessionId, cost);
    if (!couldEver(actor.role, access.action))
      throw new AppError('forbidden', 'access.not-allowed', { action: access.action });
    request.actor = actor;
    return true;
  }

  private who(access: RouteAccess, context: ExecutionContext, request: FastifyRequest) {
    return access.by === 'client'
      ? this.visits.actorOf({ cookies: request.headers.cookie, visit: visitOf(request), requestId: request.id })
      : this.staff(context, request);
  }

  private async staff(context: ExecutionContext, request: FastifyRequest): Promise<StaffActor> {
    const claims = await this.claims(context, request);
    const repeat = this.repeat(context, request);
    return {
      kind: 'staff',
      role: claims.role,
      organizationId: claims.org,
      userId: claims.sub,
      sessionId: claims.sid,
      requestId: request.id,
      ...(repeat ? { repeat } : {}),
    };
  }

  private async claims(context: ExecutionContext, request: FastifyRequest): Promise<Claims> {
    const header = request.headers.authorization ?? '';
    this.forgetOld();
    const known = this.verified.get(header);
    if (known && known.exp * 1000 > Date.now()) return known;
    await this.passport.canActivate(context);
    const claims = (request as unknown as { user: Claims }).user;
    if (this.verified.size >= MOST_TOKENS) this.verified.delete(this.verified.keys().next().value ?? '');
    this.verified.set(header, claims);
    return claims;
  }

  /** A token that was good under a root which is retired is good no more. */
  private forgetOld(): void {
    if (this.secrets.changes === this.since) return;
    this.since = this.secrets.changes;
    this.verified.clear();
  }

  /** The idempotency key of a POST. Throws 400 for one that is not 1–200 visible ASCII characters. */
  private repeat(context: ExecutionContext, request: FastifyRequest): Repeat | null {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined) return null;
    if (typeof key !== 'string' || !KEY.test(key)) throw new AppError('malformed', 'http.idempotency-key-invalid');
    const handler = context.getHandler();
    const place = this.reflector.get<EffectPlace | undefined>(EFFECT_PLACE, handler);
    const status = this.reflector.get<number | undefined>(HTTP_CODE_METADATA, handler) ?? 201;
    const content = JSON.stringify([request.params ?? null, request.body ?? {}]);
    return {
      key,
      route: `POST ${request.routeOptions.url ?? ''}`,
      // Under the caller's key, which is not stored: a plain digest of a short body could be guessed from the table.
      fingerprint: createHmac('sha256', key).update(content).digest('base64url'),
      effectOf: (answer) => effectOf(status, place, request.params, answer),
    };
  }
}
