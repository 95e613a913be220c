import { Body, Controller, Delete, Get, Ip, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../access/actor.js';
import type { Page } from '../../kernel/pages.js';
import { Limits, limits } from '../../platform/http/limits.js';
import { Answers, By, Can, Changes, Creates, IdParam, IfMatch, Public, Refuses } from '../../platform/http/routes.js';
import { InvitationsService } from '../identity/invitations/invitations.service.js';
import { SignedIn, type SignedInAnswer } from '../identity/sessions/sessions.schemas.js';
import {
  Acceptance, type AcceptanceBody, Invitation, type InvitationAnswer, InvitationPage, InvitationQuery,
  type InvitationQueryParams, NewInvitation, type NewInvitationBody, Organization, type OrganizationAnswer,
  OrganizationPatch, type OrganizationPatchBody,
} from './organizations.schemas.js'; // biome-ignore format: one list
import { OrganizationsService } from './organizations.service.js';

@ApiTags('Organization')
@Controller('v1')
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly invitations: InvitationsService,
    private readonly limits: Limits,
  ) {}

  @Get('organization')
  @Can('organization.read', 'My organization')
  @Answers(200, Organization, 'The organization.')
  get(@By() actor: Actor): Promise<OrganizationAnswer> {
    return this.organizations.get(actor);
  }

  @Patch('organization')
  @Can('organization.change', 'Change the organization')
  @Changes(Organization, 'The organization, as changed.')
  change(
    @By() actor: Actor,
    @IfMatch() version: number,
    @Body({ schema: OrganizationPatch }) patch: OrganizationPatchBody,
  ): Promise<OrganizationAnswer> {
    return this.organizations.change(actor, version, patch);
  }

  @Get('invitations')
  @Can('invitation.read', 'Invitations, newest first')
  @Answers(200, InvitationPage, 'A page of invitations.')
  list(
    @By() actor: Actor,
    @Query({ schema: InvitationQuery }) query: InvitationQueryParams,
  ): Promise<Page<InvitationAnswer>> {
    return this.invitations.list(actor, query);
  }

  @Post('invitations')
  @Can('invitation.create', 'Invite a person to the staff')
  @Creates(Invitation, 'The invitation; its token goes out by mail.', '/v1/invitations/{id}')
  invite(@By() actor: Actor, @Body({ schema: NewInvitation }) body: NewInvitationBody): Promise<InvitationAnswer> {
    return this.invitations.create(actor, body);
  }

  @Get('invitations/:id')
  @Can('invitation.read', 'One invitation')
  @Answers(200, Invitation, 'The invitation.')
  invitation(@By() actor: Actor, @IdParam() id: string): Promise<InvitationAnswer> {
    return this.invitations.get(actor, id);
  }

  @Delete('invitations/:id')
  @Can('invitation.revoke', 'Take an invitation back')
  @Refuses(409, 'It was accepted or taken back before.')
  @Answers(204, null, 'The invitation opens nothing any more.')
  revoke(@By() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.invitations.revoke(actor, id);
  }

  @Post('invitations/acceptance')
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
