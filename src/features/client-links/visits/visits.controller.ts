import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CarriedBody, SmallBody } from '../../../platform/http/page-routes.js';
import { StrayPages } from '../../../platform/http/problems/stray-pages.js';
import { Public } from '../../../platform/http/routes.js';
import { goOn, requireOwnSite, sendFile, sendPage } from '../../../platform/pages/page-answers.js';
import {
  ClientForm,
  ClientPage,
  type Form,
  languageOf,
  leftAddress,
  NOT_BROUGHT,
  textOf,
  visitAddress,
} from '../client-pages.door.js';
import { restOf } from '../rests.js';
import { CarriedForms } from './carried-forms.js';
import { linkPage, linkScript, linkStyle } from './link-page.js';
import { noticePage } from './notice-page.js';
import { strayPage } from './stray-page.js';
import { cookieAway } from './visit-cookies.js';
import { type StartedVisit, VisitsService } from './visits.service.js';

/** Where every visit of a client begins and ends: the page that a link opens and a code is typed into. */
@ApiExcludeController()
@Controller('d')
export class VisitsController {
  constructor(
    private readonly visits: VisitsService,
    private readonly carried: CarriedForms,
    strays: StrayPages,
  ) {
    strays.add('/d', strayPage);
  }

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
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { kind, actor } = await this.begin(form, request, reply);
    goOn(reply, visitAddress(kind.page, actor.sessionId));
  }

  /**
   * The same from a page whose visit was over when it was sent: what was typed comes along, and goes on from here. What
   * cannot be read, is a day old or is somebody else's stays behind; who gives a good code comes in all the same.
   */
  @Post('again')
  @ClientForm()
  @CarriedBody()
  @Public('the token or the code is the proof', undefined, { looksFirst: true })
  async again(
    @Body() form: Form | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const carried = this.carried.open(typeof form?.carried === 'string' ? form.carried : '');
    const { kind, actor } = await this.begin(form, request, reply);
    const isTheirs = carried !== null && (await this.visits.isTheirs(actor, carried));
    const resumed = isTheirs ? await kind.resume?.(actor, carried.form) : undefined;
    goOn(reply, resumed?.goTo ?? visitAddress(`${kind.page}?${NOT_BROUGHT}`, actor.sessionId));
  }

  @Post('leave')
  @ClientForm()
  @SmallBody()
  @Public('whoever may close a page needs no proof: nothing is shown and nothing is lost')
  async leave(
    @Query() query: Form,
    @Body() form: Form | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireOwnSite(request);
    const visit = textOf(query.visit);
    await this.visits.leave({ cookies: request.headers.cookie, visit, requestId: request.id });
    reply.header('Set-Cookie', cookieAway(visit.replace(/[^\w-]/g, '')));
    goOn(reply, leftAddress({ pageLocale: form?.locale }));
  }

  @Get('left')
  @ClientPage()
  @Public('shows nothing of anybody')
  left(@Query() query: Form, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(
      reply,
      200,
      noticePage({ locale: languageOf(request, request.query), kind: 'left', rest: restOf(query.rest) }),
    );
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

  private async begin(form: Form | undefined, request: FastifyRequest, reply: FastifyReply): Promise<StartedVisit> {
    requireOwnSite(request);
    const given = { token: textOf(form?.token), code: textOf(form?.code), isShared: textOf(form?.shared) !== '' };
    const from = { network: request.ip, requestId: request.id, cookies: request.headers.cookie };
    const started = await this.visits.start(given, from);
    reply.header('Set-Cookie', started.cookies);
    return started;
  }
}
