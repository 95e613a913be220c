import { Body, Controller, Delete, Get, Post, Put, Query, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { localeFromHeader } from '../../platform/content/locales.js';
import { contentDisposition } from '../../platform/documents/file-name.js';
import { tellNotShown } from '../../platform/documents/not-shown.js';
import { costs } from '../../platform/http/limits.js';
import { SHOWN_ONCE } from '../../platform/http/repeats/effects.js';
import {
  AsFile,
  By,
  Can,
  Changes,
  Costs,
  Creates,
  IdParam,
  IfMatch,
  Language,
  Leave,
  Refuses,
  Returns,
} from '../../platform/http/routes.js';
import {
  AnswersGiven, type AnswersGivenBody, Debrief, DebriefLink, DebriefLinkAsked, type DebriefLinkAskedBody,
  type DebriefLinkView, type DebriefListedView, DebriefQuery, type DebriefQueryParams, DebriefSlice, type DebriefView,
  DocumentQuery, type DocumentQueryParams, Review, type ReviewBody, Skip, type SkipBody,
} from './debriefs.schemas.js'; // biome-ignore format: one list
import { DebriefsService } from './debriefs.service.js';
import { DebriefDocumentService } from './paper/paper.service.js';

@ApiTags('Debriefs')
@Controller('v1/debriefs')
export class DebriefsController {
  constructor(
    private readonly debriefs: DebriefsService,
    private readonly documents: DebriefDocumentService,
  ) {}

  @Get()
  @Can('debrief.read', 'Debriefs in my sight, newest first')
  @Returns(200, DebriefSlice, 'A slice of debriefs.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: DebriefQuery }) query: DebriefQueryParams,
  ): Promise<Slice<DebriefListedView>> {
    return this.debriefs.list(actor, query);
  }

  @Get(':id')
  @Can('debrief.read', 'One debrief with what the client shares')
  @Returns(200, Debrief, 'The debrief. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string, @Language() language?: string): Promise<DebriefView> {
    return this.debriefs.get(actor, id, localeFromHeader(language));
  }

  @Post(':id/links')
  @Can('debrief.link', 'Make a link and a short code for the client')
  @Creates(DebriefLink, 'For `screen`: shown once. The link that was made this way before is closed.', SHOWN_ONCE)
  @ApiResponse({ status: 202, description: 'For `email`: it goes to the client.', standardSchema: DebriefLink })
  async link(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: DebriefLinkAsked }) { way }: DebriefLinkAskedBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DebriefLinkView> {
    const link = await this.debriefs.makeLink(actor, id, way);
    if (way === 'email') reply.status(202);
    return link;
  }

  @Delete(':id/links')
  @Can('debrief.link', 'Revoke all links, and close the pages they opened')
  @Returns(204, null, 'No link opens this debrief any more.')
  revoke(@By() actor: StaffActor, @IdParam() id: string): Promise<void> {
    return this.debriefs.revokeLinks(actor, id);
  }

  @Put(':id/answers')
  @Can('debrief.answer', 'Type answers for the client')
  @Refuses(409, 'The debrief is no longer open.')
  @Changes(Debrief, 'The debrief with these answers in place of those that were shared before.')
  answer(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: AnswersGiven }) body: AnswersGivenBody,
    @Language() language?: string,
  ): Promise<DebriefView> {
    return this.debriefs.answer(actor, id, version, body, localeFromHeader(language));
  }

  @Post(':id/submission')
  @Can('debrief.answer', 'Hand in for the client')
  @Creates(Debrief, 'The debrief, handed in.', '/v1/debriefs/:id', 200)
  submit(@By() actor: StaffActor, @IdParam() id: string, @Language() language?: string): Promise<DebriefView> {
    return this.debriefs.submit(actor, id, localeFromHeader(language));
  }

  @Post(':id/review')
  @Can('debrief.review', 'Answer and close a debrief that was handed in')
  @Creates(Debrief, 'The debrief, reviewed.', '/v1/debriefs/:id', 200)
  review(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: Review }) body: ReviewBody,
    @Language() language?: string,
  ): Promise<DebriefView> {
    return this.debriefs.review(actor, id, body, localeFromHeader(language));
  }

  @Post(':id/skip')
  @Can('debrief.skip', 'Set a debrief aside, without penalty')
  @Creates(Debrief, 'The debrief, set aside.', '/v1/debriefs/:id', 200)
  skip(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: Skip }) body: SkipBody,
    @Language() language?: string,
  ): Promise<DebriefView> {
    return this.debriefs.skip(actor, id, body, localeFromHeader(language));
  }

  @Get(':id/document')
  @Costs(costs.document)
  @Can('debrief.read', 'The checklist to read or print, without a code')
  @Refuses(409, 'It is withdrawn: the "no" was taken back.')
  @AsFile('application/pdf')
  @Returns(200, null, 'A tagged PDF.')
  async document(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: DocumentQuery }) query: DocumentQueryParams,
    @Leave() leave: () => void,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { file, notShown } = await this.documents.render(actor, id, query.locale, leave);
    reply.header('Content-Disposition', contentDisposition({ kind: 'checklist' }, 'pdf', 'inline'));
    tellNotShown(reply, notShown);
    reply.type('application/pdf').send(file);
  }
}
