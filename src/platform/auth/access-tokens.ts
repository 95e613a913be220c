import { Inject, Injectable } from '@nestjs/common';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { staffRoles } from '../../access/roles.js';
import { Secrets } from '../config/secrets.js';

export const TOKEN_SECONDS = 600;
export const ISSUER = 'onward';
export const AUDIENCE = 'onward-api';
export const ALGORITHM = 'HS256';

/** What an access token says (RFC 9068). That the session still holds is asked of the database with each query. */
export const claimsSchema = z.object({
  sub: z.uuid(),
  org: z.uuid(),
  sid: z.uuid(),
  role: z.enum(staffRoles),
  exp: z.number().int(),
});
export type Claims = z.infer<typeof claimsSchema>;

/** Signs access tokens. Checking them is passport-jwt's work. */
@Injectable()
export class AccessTokens {
  constructor(@Inject(Secrets) private readonly secrets: Secrets) {}

  sign(claims: Omit<Claims, 'exp'>): string {
    const { sub, ...rest } = claims;
    return jwt.sign(rest, this.secrets.key('access-token'), {
      algorithm: ALGORITHM,
      header: { alg: ALGORITHM, typ: 'at+jwt', kid: String(this.secrets.version('access-token')) },
      subject: sub,
      issuer: ISSUER,
      audience: AUDIENCE,
      expiresIn: TOKEN_SECONDS,
    });
  }
}
