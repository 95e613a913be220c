import { Body, Controller, Get, Ip, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../../access/actor.js';
import { SmallBody } from '../../../platform/http/page-routes.js';
import { By, Can, Changes, IfMatch, Public, Refuses, Returns } from '../../../platform/http/routes.js';
import {
  Me,
  MePatch,
  type MePatchBody,
  type MeView,
  Refresh,
  SignedIn,
  type SignedInView,
  SignIn,
  type SignInBody,
} from './sessions.schemas.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('Sign-in')
@Controller('v1')
export class SessionsController {
  constructor(private readonly auth: SessionsService) {}

  @Post('auth/sign-in')
  @SmallBody()
  @Public('nobody is signed in yet', 'Sign in with address and password')
  @Refuses(401, 'Address and password do not belong together, or the account is locked.')
  @Returns(200, SignedIn, 'An access token for ten minutes and a refresh token to get the next.')
  signIn(@Body({ schema: SignIn }) body: SignInBody, @Ip() address: string): Promise<SignedInView> {
    return this.auth.signIn(body, address);
  }

  @Post('auth/refresh')
  @SmallBody()
  @Public('the refresh token is the proof', 'Trade a refresh token for new tokens', { looksFirst: true })
  @Refuses(401, 'The token opens no session (any more).')
  @Returns(200, SignedIn, 'New tokens; the old refresh token is used up.')
  refresh(@Body({ schema: Refresh }) body: { refreshToken: string }, @Ip() address: string): Promise<SignedInView> {
    return this.auth.refresh(body.refreshToken, address);
  }

  @Post('auth/sign-out')
  @Can('me.read', 'End this session')
  @Returns(204, null, 'The session has ended.')
  signOut(@By() actor: StaffActor): Promise<void> {
    return this.auth.signOut(actor);
  }

  @Get('me')
  @Can('me.read', 'Who am I')
  @Returns(200, Me, 'You, and your organization.')
  me(@By() actor: StaffActor): Promise<MeView> {
    return this.auth.me(actor);
  }

  @Patch('me')
  @Can('me.change', 'Change my name, my language, or how clients reach me')
  @Changes(Me, 'You, as changed.')
  change(
    @By() actor: StaffActor,
    @IfMatch() version: number,
    @Body({ schema: MePatch }) patch: MePatchBody,
  ): Promise<MeView> {
    return this.auth.changeMe(actor, version, patch);
  }
}
