import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import jwt from 'jsonwebtoken';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Secrets } from '../config/secrets.js';
import { ALGORITHM, AUDIENCE, type Claims, claimsSchema, ISSUER, TOKEN_SECONDS } from './access-tokens.js';

/** By how much processes may differ about when a newer root is in use. */
const SKEW_SECONDS = 30;

/**
 * passport-jwt with nothing left to its defaults, which accept a token without `exp`, any audience and other HMACs:
 * one algorithm, our issuer and audience, `exp`, `typ`, and the claims we need. The key is a `KeyObject`: a string
 * would be turned into one on every request. `kid` is the version of the root; an older one is good for as long as the
 * tokens are that were signed with it.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'access-token') {
  constructor(@Inject(Secrets) secrets: Secrets) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: Error | null, key?: never) => void) => {
        const header = jwt.decode(token, { complete: true })?.header;
        const isOurs = header?.typ === 'at+jwt' && header.alg === ALGORITHM && /^[1-9]\d{0,5}$/.test(header.kid ?? '');
        const key = isOurs
          ? secrets.keyOfVersion('access-token', Number(header.kid), TOKEN_SECONDS + SKEW_SECONDS)
          : null;
        if (key === null) return done(new Error('not an access token'));
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
