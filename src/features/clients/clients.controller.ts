import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice, SliceOf } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../platform/http/routes.js';
import {AssignmentList, 
  type AssignmentView, Client, ClientPatch, type ClientPatchBody, ClientQuery,
  type ClientQueryParams, ClientSlice, type ClientView, NewClient, type NewClientBody,
} from './clients.schemas.js'; // biome-ignore format: one list
import { ClientsService } from './clients.service.js';

@ApiTags('Clients')
@Controller('v1/clients')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  @Get()
  @Can('client.read', 'The clients in my sight, by name')
  @Returns(200, ClientSlice, 'A slice of clients.')
  list(@By() actor: StaffActor, @Query({ schema: ClientQuery }) query: ClientQueryParams): Promise<Slice<ClientView>> {
    return this.clients.list(actor, query);
  }

  @Post()
  @Can('client.create', 'Take in a client')
  @Creates(Client, 'The client.', '/v1/clients/{id}')
  create(@By() actor: StaffActor, @Body({ schema: NewClient }) body: NewClientBody): Promise<ClientView> {
    return this.clients.create(actor, body);
  }

  @Get(':id')
  @Can('client.read', 'One client')
  @Returns(200, Client, 'The client. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<ClientView> {
    return this.clients.get(actor, id);
  }

  @Patch(':id')
  @Can('client.change', 'Change a client')
  @Changes(Client, 'The client, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: ClientPatch }) patch: ClientPatchBody,
  ): Promise<ClientView> {
    return this.clients.change(actor, id, version, patch);
  }

  @Delete(':id')
  @Can('client.delete', 'Delete a client; can be undone for 30 days')
  @Changes(null, 'Deleted.')
  delete(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<void> {
    return this.clients.delete(actor, id, version);
  }

  @Post(':id/restoration')
  @Can('client.delete', 'Bring back a deleted client')
  @Creates(Client, 'The client is back.', '/v1/clients/:id', 200)
  restore(@By() actor: StaffActor, @IdParam() id: string): Promise<ClientView> {
    return this.clients.restore(actor, id);
  }

  @Get(':id/assignments')
  @Can('client.read', 'Who coached this client, and when')
  @Returns(200, AssignmentList, 'The spells, newest first.')
  async assignments(@By() actor: StaffActor, @IdParam() id: string): Promise<SliceOf<AssignmentView>> {
    return { items: await this.clients.assignments(actor, id), nextCursor: null };
  }
}
