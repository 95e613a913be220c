import { Global, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';

/** Who asks: access tokens, and the guard that reads them. Accounts and sessions are the business of a room. */
@Global()
@Module({
  imports: [PassportModule.register({ session: false })],
  providers: [AccessTokens, AccessTokenStrategy],
  exports: [AccessTokens],
})
export class AuthModule {}
