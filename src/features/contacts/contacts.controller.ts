import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { Answers, By, Can, IdParam } from '../../platform/http/routes.js';
import { type ContactAnswer, ContactPage, ContactQuery, type ContactQueryParams } from './contacts.schemas.js';
import { ContactsService } from './contacts.service.js';

@ApiTags('Clients')
@Controller('v1/clients')
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get(':id/contacts')
  @Can('contact.read', 'People a client met and shares, newest first')
  @Answers(200, ContactPage, 'A page of contacts. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: ContactQuery }) query: ContactQueryParams,
  ): Promise<Slice<ContactAnswer>> {
    return this.contacts.list(actor, id, query);
  }
}
