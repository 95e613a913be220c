import { type DynamicModule, Global, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import type { CredentialKind } from '../rooms/credential-kind.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';
import { CREDENTIAL_KINDS, Credentials } from './credentials.js';

/** Who asks: access tokens, the guard that reads them, and the register of ways in. Accounts are the business of a room. */
@Global()
@Module({
  imports: [PassportModule.register({ session: false })],
  providers: [AccessTokens, AccessTokenStrategy, Credentials],
  exports: [AccessTokens, Credentials],
})
export class AuthModule {
  /** With the kinds of ways in that the rooms give out. */
  static of(kinds: readonly CredentialKind[]): DynamicModule {
    return { module: AuthModule, providers: [{ provide: CREDENTIAL_KINDS, useValue: kinds }] };
  }
}
