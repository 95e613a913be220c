import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { By, CanByLink, Public } from '../../../platform/http/routes.js';
import { goOn, requireOwnSite, sendFile, sendPage } from '../../../platform/pages/page-answers.js';
import { ClientLinksDoor } from '../../client-links/client-links.door.js';
import {
  ClientForm,
  ClientPage,
  chosenLocale,
  type Form,
  LEAVE,
  NOT_BROUGHT,
  type PageReply,
} from '../../client-links/client-pages.door.js';
import { DebriefPages } from './pages.js';
import { savedPlaceOf } from './saved-place.js';
import { debriefStyle } from './style.js';

/** The client's side: plain pages and forms, that need neither a script nor an account. */
@ApiExcludeController()
@Controller('d')
export class DebriefPagesController {
  constructor(
    private readonly pages: DebriefPages,
    private readonly links: ClientLinksDoor,
  ) {}

  @Get('checklist')
  @ClientPage()
  @CanByLink('debrief.answer')
  async checklist(@By() actor: ClientActor, @Query() query: Form, @Res() reply: FastifyReply): Promise<void> {
    const { late, stray } = query;
    const asked = { saved: savedPlaceOf(query), late: late !== undefined, stray: stray !== undefined };
    const isMissing = NOT_BROUGHT in query;
    answer(reply, await this.pages.checklist(actor, { locale: chosenLocale(query), isMissing, ...asked }));
  }

  @Post('checklist')
  @ClientForm()
  @CanByLink('debrief.answer')
  async send(
    @By() actor: ClientActor,
    @Body() form: Form | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireOwnSite(request);
    if (!form) throw new AppError('malformed', 'http.malformed');
    const { goTo } = await this.pages.send(actor, form);
    if (form.action === LEAVE) reply.header('Set-Cookie', await this.links.endVisit(actor));
    goOn(reply, goTo);
  }

  @Get('done')
  @ClientPage()
  @CanByLink('debrief.answer')
  async done(@By() actor: ClientActor, @Query() query: Form, @Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.pages.done(actor, chosenLocale(query)));
  }

  @Get('style.css')
  @Public('a style sheet tells nothing')
  style(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/css', debriefStyle);
  }
}

const answer = (reply: FastifyReply, page: PageReply): void =>
  'goTo' in page ? goOn(reply, page.goTo) : sendPage(reply, page.status, page.html);
