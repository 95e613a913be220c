import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { StaffActor } from '../../../access/actor.js';
import { contentDisposition } from '../../../platform/documents/file-name.js';
import { tellNotShown } from '../../../platform/documents/not-shown.js';
import { costs } from '../../../platform/http/limits.js';
import { SHOWN_ONCE } from '../../../platform/http/repeats/effects.js';
import { AsFile, By, Can, Costs, Creates, IdParam, Leave, Refuses, Returns } from '../../../platform/http/routes.js';
import { NewPaper, type NewPaperBody, Paper, PaperQuery, type PaperView } from '../debriefs.schemas.js';
import { DebriefDocumentService } from './paper.service.js';

@ApiTags('Debriefs')
@Controller('v1')
export class PapersController {
  constructor(private readonly documents: DebriefDocumentService) {}

  @Post('debriefs/:id/papers')
  @Can('debrief.link', 'Make a checklist on paper, with a short code of its own')
  @Creates(Paper, 'The paper; while answers are taken it has a code.', SHOWN_ONCE)
  make(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewPaper }) body: NewPaperBody,
  ): Promise<PaperView> {
    return this.documents.make(actor, id, body.locale);
  }

  @Get('papers/:id')
  @Costs(costs.document)
  @Can('debrief.link', 'A paper to print, as often as needed')
  @Refuses(409, 'Its checklist is withdrawn: the "no" was taken back.')
  @AsFile('application/pdf')
  @Returns(200, null, 'A tagged PDF, with the code of this paper while it is good.')
  async print(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: PaperQuery }) _query: unknown,
    @Leave() leave: () => void,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { file, notShown } = await this.documents.print(actor, id, leave);
    reply.header('Content-Disposition', contentDisposition({ kind: 'checklist' }, 'pdf', 'inline'));
    tellNotShown(reply, notShown);
    reply.type('application/pdf').send(file);
  }
}
