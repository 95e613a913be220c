import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Refuses, Returns } from '../../platform/http/routes.js';
import {
  Contact, ContactQuery, type ContactQueryParams, ContactSlice, type ContactView, Employer, EmployerPatch,
  type EmployerPatchBody, EmployerQuery, type EmployerQueryParams, EmployerSlice, type EmployerView, NewContact,
  type NewContactBody, NewEmployer, type NewEmployerBody,
} from './employers.schemas.js'; // biome-ignore format: one list
import { EmployersService } from './employers.service.js';

@ApiTags('Employers')
@Controller('v1/employers')
export class EmployersController {
  constructor(private readonly employers: EmployersService) {}

  @Get()
  @Can('employer.read', 'The employers of the organization, by name')
  @Returns(200, EmployerSlice, 'A slice of employers.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: EmployerQuery }) query: EmployerQueryParams,
  ): Promise<Slice<EmployerView>> {
    return this.employers.list(actor, query);
  }

  @Post()
  @Can('employer.create', 'Add an employer; one that is known by this name answers 409 and says its id')
  @Creates(Employer, 'The employer.', '/v1/employers/{id}')
  create(@By() actor: StaffActor, @Body({ schema: NewEmployer }) body: NewEmployerBody): Promise<EmployerView> {
    return this.employers.create(actor, body);
  }

  @Get(':id')
  @Can('employer.read', 'One employer')
  @Returns(200, Employer, 'The employer.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<EmployerView> {
    return this.employers.get(actor, id);
  }

  @Patch(':id')
  @Can('employer.change', 'Change an employer')
  @Refuses(409, 'Another employer has this name.')
  @Changes(Employer, 'The employer, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: EmployerPatch }) patch: EmployerPatchBody,
  ): Promise<EmployerView> {
    return this.employers.change(actor, id, version, patch);
  }

  @Get(':id/contacts')
  @Can('employer.read', 'The people of an employer')
  @Returns(200, ContactSlice, 'A slice of people, in the order they were added.')
  contacts(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: ContactQuery }) query: ContactQueryParams,
  ): Promise<Slice<ContactView>> {
    return this.employers.contacts(actor, id, query);
  }

  @Get(':id/contacts/:contactId')
  @Can('employer.read', 'One person of an employer')
  @Returns(200, Contact, 'The person.')
  contact(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IdParam('contactId') contactId: string,
  ): Promise<ContactView> {
    return this.employers.contact(actor, id, contactId);
  }

  @Post(':id/contacts')
  @Can('employer.change', 'Add a person of an employer')
  @Creates(Contact, 'The person.', '/v1/employers/:id/contacts/{id}')
  addContact(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewContact }) body: NewContactBody,
  ): Promise<ContactView> {
    return this.employers.addContact(actor, id, body);
  }

  @Delete(':id/contacts/:contactId')
  @Can('employer-contact.delete', 'Delete a person of an employer; can be undone for 30 days')
  @Changes(null, 'Deleted.')
  deleteContact(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IdParam('contactId') contactId: string,
    @IfMatch() version: number,
  ): Promise<void> {
    return this.employers.deleteContact(actor, id, contactId, version);
  }

  @Post(':id/contacts/:contactId/restoration')
  @Can('employer-contact.delete', 'Bring back a deleted person of an employer')
  @Creates(Contact, 'The person is back.', '/v1/employers/:id/contacts/:contactId', 200)
  restoreContact(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IdParam('contactId') contactId: string,
  ): Promise<ContactView> {
    return this.employers.restoreContact(actor, id, contactId);
  }
}
