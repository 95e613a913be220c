import { Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../platform/http/routes.js';
import { Contact, ContactQuery, type ContactQueryParams, ContactSlice, type ContactView } from './contacts.schemas.js';
import { ContactsService } from './contacts.service.js';

@ApiTags('Clients')
@Controller('v1')
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get('clients/:id/contacts')
  @Can('contact.read', 'People a client met and shares, newest first')
  @Returns(200, ContactSlice, 'A slice of contacts. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: ContactQuery }) query: ContactQueryParams,
  ): Promise<Slice<ContactView>> {
    return this.contacts.list(actor, id, query);
  }

  @Get('contacts/:id')
  @Can('contact.read', 'One person a client met')
  @Returns(200, Contact, 'The person. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<ContactView> {
    return this.contacts.get(actor, id);
  }

  @Delete('contacts/:id')
  @Can('contact.delete', 'Delete a person a client met; can be undone for 30 days')
  @Changes(null, 'Deleted.')
  delete(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<void> {
    return this.contacts.delete(actor, id, version);
  }

  @Post('contacts/:id/restoration')
  @Can('contact.delete', 'Bring back a deleted person')
  @Creates(Contact, 'The person is back.', '/v1/contacts/:id', 200)
  restore(@By() actor: StaffActor, @IdParam() id: string): Promise<ContactView> {
    return this.contacts.restore(actor, id);
  }
}
