import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { SliceOf } from '../../kernel/slices.js';
import { By, Can, Refuses, Returns } from '../../platform/http/routes.js';
import { AuditEventSlice, type AuditEventView, AuditQuery, type AuditQueryParams } from './audit.schemas.js';
import { AuditService } from './audit.service.js';

@ApiTags('Audit')
@Controller('v1/audit-events')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Can('audit.read', 'What happened, newest first: of a client, by a person, of a kind, in a period')
  @Refuses(422, 'The period is backwards.')
  @Returns(200, AuditEventSlice, 'A slice of the trail. That it was read is recorded.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: AuditQuery }) query: AuditQueryParams,
  ): Promise<SliceOf<AuditEventView>> {
    return this.audit.list(actor, query);
  }
}
