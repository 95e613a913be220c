import { Body, Controller, Delete, Get, Ip, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../access/actor.js';
import type { Slice } from '../../../kernel/slices.js';
import { Limits, limits } from '../../../platform/http/limits.js';
import { Answers, By, Can, Creates, IdParam, Public, Refuses } from '../../../platform/http/routes.js';
import { SignedIn, type SignedInAnswer } from '../sessions/sessions.schemas.js';
import {
  Acceptance, type AcceptanceBody, Invitation, type InvitationAnswer, InvitationQuery, type InvitationQueryParams,
  InvitationSlice, NewInvitation, type NewInvitationBody,
} from './invitations.schemas.js'; // biome-ignore format: one list
import { InvitationsService } from './invitations.service.js';

@ApiTags('Organization')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly limits: Limits,
  ) {}

  @Get()
  @Can('invitation.read', 'Invitations, newest first')
  @Answers(200, InvitationSlice, 'A slice of invitations.')
  list(
    @By() actor: Actor,
    @Query({ schema: InvitationQuery }) query: InvitationQueryParams,
  ): Promise<Slice<InvitationAnswer>> {
    return this.invitations.list(actor, query);
  }

  @Post()
  @Can('invitation.create', 'Invite a person to the staff')
  @Creates(Invitation, 'The invitation; its token goes out by mail.', '/v1/invitations/{id}')
  invite(@By() actor: Actor, @Body({ schema: NewInvitation }) body: NewInvitationBody): Promise<InvitationAnswer> {
    return this.invitations.create(actor, body);
  }

  @Get(':id')
  @Can('invitation.read', 'One invitation')
  @Answers(200, Invitation, 'The invitation.')
  get(@By() actor: Actor, @IdParam() id: string): Promise<InvitationAnswer> {
    return this.invitations.get(actor, id);
  }

  @Delete(':id')
  @Can('invitation.revoke', 'Take an invitation back')
  @Refuses(409, 'It was accepted or taken back before.')
  @Answers(204, null, 'The invitation opens nothing any more.')
  revoke(@By() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.invitations.revoke(actor, id);
  }

  @Post('acceptance')
  @Public('the token in the mail is the proof', 'Accept an invitation and sign in')
  @Refuses(422, 'The token opens no invitation (any more), or the password cannot be taken; `code` says which.')
  @Answers(200, SignedIn, 'The new account, signed in.')
  async accept(@Body({ schema: Acceptance }) body: AcceptanceBody, @Ip() network: string): Promise<SignedInAnswer> {
    await this.limits.take(limits.tokenPerNetwork, network);
    const accepted = await this.invitations.accept(body);
    await this.limits.giveBack(limits.tokenPerNetwork, network);
    return accepted;
  }
}
