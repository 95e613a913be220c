import { Global, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';
import { Accounts } from './accounts.js';
import { AuthController } from './auth.controller.js';
import { AuthRepository } from './auth.repository.js';
import { AuthService } from './auth.service.js';
import { ClientSessions } from './client-sessions.js';

@Global()
@Module({
  imports: [PassportModule.register({ session: false })],
  controllers: [AuthController],
  providers: [Accounts, AccessTokens, AccessTokenStrategy, AuthRepository, AuthService, ClientSessions],
  exports: [Accounts, AuthService, ClientSessions],
})
export class AuthModule {}
