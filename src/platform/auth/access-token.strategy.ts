import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import jwt from 'jsonwebtoken';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Secrets } from '../config/secrets.js';
import { ALGORITHM, AUDIENCE, type Claims, claimsSchema, ISSUER } from './access-tokens.js';

/**
 * passport-jwt with nothing left to its defaults, which accept a token without `exp`, any audience and other HMACs:
 * one algorithm, our issuer and audience, `exp`, `typ`, and the claims we need. The key is a `KeyObject`: a string
 * would be turned into one on every request.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'access-token') {
  constructor(@Inject(Secrets) secrets: Secrets) {
    const key = secrets.key('access-token');
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: Error | null, key?: never) => void) => {
        const header = jwt.decode(token, { complete: true })?.header;
        if (header?.typ !== 'at+jwt' || header.alg !== ALGORITHM) return done(new Error('not an access token'));
        done(null, key as never);
      },
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      ignoreExpiration: false,
    });
  }

  validate(payload: unknown): Claims | false {
    const claims = claimsSchema.safeParse(payload);
    return claims.success ? claims.data : false;
  }
}
