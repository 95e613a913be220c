import { Body, Controller, Delete, Get, Ip, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, StaffActor } from '../../../access/actor.js';
import type { Slice } from '../../../kernel/slices.js';
import { SmallBody } from '../../../platform/http/page-routes.js';
import { By, Can, Creates, IdParam, Public, Refuses, Returns } from '../../../platform/http/routes.js';
import { SignedIn, type SignedInView } from '../sessions/sessions.schemas.js';
import {
  Acceptance, type AcceptanceBody, Invitation, InvitationQuery, type InvitationQueryParams,
  InvitationSlice, type InvitationView, NewInvitation, type NewInvitationBody,
} from './invitations.schemas.js'; // biome-ignore format: one list
import { InvitationsService } from './invitations.service.js';

@ApiTags('Organization')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get()
  @Can('invitation.read', 'Invitations, newest first')
  @Returns(200, InvitationSlice, 'A slice of invitations.')
  list(
    @By() actor: Actor,
    @Query({ schema: InvitationQuery }) query: InvitationQueryParams,
  ): Promise<Slice<InvitationView>> {
    return this.invitations.list(actor, query);
  }

  @Post()
  @Can('invitation.create', 'Invite a person to the staff')
  @Creates(
    Invitation,
    'The invitation; its token goes out by mail, for a supervisor or admin once a second person has confirmed it.',
    '/v1/invitations/{id}',
  )
  invite(@By() actor: Actor, @Body({ schema: NewInvitation }) body: NewInvitationBody): Promise<InvitationView> {
    return this.invitations.create(actor, body);
  }

  @Get(':id')
  @Can('invitation.read', 'One invitation')
  @Returns(200, Invitation, 'The invitation.')
  get(@By() actor: Actor, @IdParam() id: string): Promise<InvitationView> {
    return this.invitations.get(actor, id);
  }

  @Delete(':id')
  @Can('invitation.revoke', 'Take an invitation back')
  @Refuses(409, 'It was accepted or taken back before.')
  @Returns(204, null, 'The invitation opens nothing any more.')
  revoke(@By() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.invitations.revoke(actor, id);
  }

  @Post(':id/confirmation')
  @Can('invitation.confirm', 'Say yes to an invitation that gives wide sight, as a second person')
  @Creates(Invitation, 'Confirmed; its mail goes out now.', '/v1/invitations/:id', 200)
  confirm(@By() actor: StaffActor, @IdParam() id: string): Promise<InvitationView> {
    return this.invitations.confirm(actor, id);
  }

  @Post('acceptance')
  @SmallBody()
  @Public('the token in the mail is the proof', 'Accept an invitation and sign in', { looksFirst: true })
  @Refuses(422, 'The token opens no invitation (any more), or the password cannot be taken; `code` says which.')
  @Refuses(409, 'The address has an account in another organization.')
  @Returns(200, SignedIn, 'The new account, signed in.')
  accept(@Body({ schema: Acceptance }) body: AcceptanceBody, @Ip() address: string): Promise<SignedInView> {
    return this.invitations.accept(body, address);
  }
}
