import { Body, Controller, Get, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SmallBody } from '../../platform/http/page-routes.js';
import { Public } from '../../platform/http/routes.js';
import { goOn, requireOwnSite, sendFile, sendPage } from '../../platform/pages/page-answers.js';
import { ClientForm, ClientPage, type Form, languageOf, textOf } from './client-pages.door.js';
import { linkPage, linkScript, linkStyle } from './link-page.js';
import { VisitsService } from './visits.service.js';

/** Where every visit of a client begins: the page that a link opens and a code is typed into. */
@ApiExcludeController()
@Controller('d')
export class VisitsController {
  constructor(private readonly visits: VisitsService) {}

  @Get()
  @ClientPage()
  @Public('shows nothing of anybody and changes nothing')
  link(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, 200, linkPage({ locale: languageOf(request, request.query) }));
  }

  @Post('start')
  @ClientForm()
  @SmallBody()
  @Public('the token or the code is the proof', undefined, { looksFirst: true })
  async start(
    @Body() form: Form | undefined,
    @Ip() network: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireOwnSite(request);
    const given = { token: textOf(form?.token), code: textOf(form?.code) };
    const { cookie, page } = await this.visits.start(given, network, request.id);
    reply.header('Set-Cookie', cookie);
    goOn(reply, page);
  }

  @Get('link.css')
  @Public('a style sheet tells nothing')
  style(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/css', linkStyle);
  }

  @Get('link.js')
  @Public('a script tells nothing')
  script(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/javascript', linkScript);
  }
}
