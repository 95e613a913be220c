import { Global, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { Accounts } from '../../features/identity/accounts.js';
import { SessionSweeps } from '../../features/identity/sessions/session-sweeps.js';
import { AuthController } from '../../features/identity/sessions/sessions.controller.js';
import { AuthRepository } from '../../features/identity/sessions/sessions.repository.js';
import { AuthService } from '../../features/identity/sessions/sessions.service.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';

@Global()
@Module({
  imports: [PassportModule.register({ session: false })],
  controllers: [AuthController],
  providers: [Accounts, AccessTokens, AccessTokenStrategy, AuthRepository, AuthService, SessionSweeps],
  exports: [Accounts, AuthService],
})
export class AuthModule {}
