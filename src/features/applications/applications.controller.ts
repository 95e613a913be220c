import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../platform/http/routes.js';
import {
  Application, type ApplicationListedView, ApplicationPatch, type ApplicationPatchBody, ApplicationQuery,
  type ApplicationQueryParams, ApplicationSlice, type ApplicationView, NewApplication, type NewApplicationBody,
} from './applications.schemas.js'; // biome-ignore format: one list
import { ApplicationsService } from './applications.service.js';

@ApiTags('Applications')
@Controller('v1/applications')
export class ApplicationsController {
  constructor(private readonly applications: ApplicationsService) {}

  @Get()
  @Can('application.read', 'The applications in my sight, newest first')
  @Returns(200, ApplicationSlice, 'A slice of applications, without the text of the posting. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: ApplicationQuery }) query: ApplicationQueryParams,
  ): Promise<Slice<ApplicationListedView>> {
    return this.applications.list(actor, query);
  }

  @Post()
  @Can('application.create', 'Write down an application')
  @Creates(Application, 'The application.', '/v1/applications/{id}')
  create(
    @By() actor: StaffActor,
    @Body({ schema: NewApplication }) body: NewApplicationBody,
  ): Promise<ApplicationView> {
    return this.applications.create(actor, body);
  }

  @Get(':id')
  @Can('application.read', 'One application')
  @Returns(200, Application, 'The application. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<ApplicationView> {
    return this.applications.get(actor, id);
  }

  @Patch(':id')
  @Can('application.change', 'Change what it says; to change where it stands, move it')
  @Changes(Application, 'The application, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: ApplicationPatch }) patch: ApplicationPatchBody,
  ): Promise<ApplicationView> {
    return this.applications.change(actor, id, version, patch);
  }

  @Delete(':id')
  @Can('application.delete', 'Delete an application; its interviews and debriefs go out of sight with it')
  @Changes(null, 'It is out of every list and count; it can be restored for 30 days.')
  delete(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<void> {
    return this.applications.delete(actor, id, version);
  }

  @Post(':id/restoration')
  @Can('application.delete', 'Bring back a deleted application')
  @Creates(Application, 'The application is back.', '/v1/applications/:id', 200)
  restore(@By() actor: StaffActor, @IdParam() id: string): Promise<ApplicationView> {
    return this.applications.restore(actor, id);
  }
}
