import { Global, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { ClientSessions } from '../../features/client-links/client-sessions.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';

/** Who asks: access tokens, and the guard that reads them. Accounts and sessions are the business of a room. */
@Global()
@Module({
  imports: [PassportModule.register({ session: false })],
  providers: [AccessTokens, AccessTokenStrategy, ClientSessions],
  exports: [AccessTokens, ClientSessions],
})
export class AuthModule {}
