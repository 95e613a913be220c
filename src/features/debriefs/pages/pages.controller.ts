import { Body, Controller, Get, Ip, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { isLocale, type Locale, localeFromHeader } from '../../../platform/content/locales.js';
import { Page, PageForm, type PageProblem, SmallBody } from '../../../platform/http/page-routes.js';
import { By, CanByLink, Public } from '../../../platform/http/routes.js';
import { goOn, requireOwnSite, sendFile, sendPage } from '../../../platform/pages/page-answers.js';
import { noticePage } from './done-page.js';
import { linkPage, linkScript } from './link-page.js';
import { DebriefPages, type PageAnswer } from './pages.js';
import { debriefStyle } from './style.js';
import { DebriefVisitsService } from './visits.service.js';

type Asked = Readonly<Record<string, unknown>>;
type Form = Readonly<Record<string, unknown>>;

const chosen = ({ locale }: Asked | Form): Locale | null =>
  typeof locale === 'string' && isLocale(locale) ? locale : null;
const languageOf = (request: FastifyRequest, given: unknown): Locale =>
  chosen((given ?? {}) as Form) ?? localeFromHeader(request.headers['accept-language']);
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** Every error of these routes is a page: kind, in the reader's language, and silent about what went wrong inside. */
const errorPage = ({ code, status }: PageProblem, request: FastifyRequest, reply: FastifyReply) => {
  const locale = languageOf(request, request.body ?? request.query);
  const typedCode = text((request.body as Form | undefined)?.code);
  if (status === 401) return sendPage(reply, status, linkPage({ locale, isOver: true }));
  if (code === 'debrief.link-not-valid')
    return sendPage(reply, status, linkPage({ locale, typedCode, isRefused: true }));
  sendPage(reply, status, noticePage({ locale, kind: 'something_wrong' }));
};

/** The client's side: plain pages and forms, that need neither a script nor an account. */
@ApiExcludeController()
@Controller('d')
export class DebriefPagesController {
  constructor(
    private readonly pages: DebriefPages,
    private readonly visits: DebriefVisitsService,
  ) {}

  @Get()
  @Page(errorPage)
  @Public('shows nothing of anybody and changes nothing')
  link(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, 200, linkPage({ locale: languageOf(request, request.query) }));
  }

  @Post('start')
  @PageForm(errorPage)
  @SmallBody()
  @Public('the token or the code is the proof')
  async start(
    @Body() form: Form | undefined,
    @Ip() network: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireOwnSite(request);
    const given = { token: text(form?.token), code: text(form?.code) };
    reply.header('Set-Cookie', await this.visits.start(given, network, request.id));
    goOn(reply, '/d/checklist');
  }

  @Get('checklist')
  @Page(errorPage)
  @CanByLink('debrief.answer')
  async checklist(@By() actor: ClientActor, @Query() query: Asked, @Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.pages.checklist(actor, chosen(query), 'saved' in query));
  }

  @Post('checklist')
  @PageForm(errorPage)
  @CanByLink('debrief.answer')
  async send(
    @By() actor: ClientActor,
    @Body() form: Form | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireOwnSite(request);
    if (!form) throw new AppError('malformed', 'http.malformed');
    answer(reply, await this.pages.send(actor, form));
  }

  @Get('done')
  @Page(errorPage)
  @CanByLink('debrief.answer')
  async done(@By() actor: ClientActor, @Query() query: Asked, @Res() reply: FastifyReply): Promise<void> {
    answer(reply, await this.pages.done(actor, chosen(query)));
  }

  @Get('style.css')
  @Public('a style sheet tells nothing')
  style(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/css', debriefStyle);
  }

  @Get('link.js')
  @Public('a script tells nothing')
  script(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/javascript', linkScript);
  }
}

const answer = (reply: FastifyReply, page: PageAnswer): void =>
  'goTo' in page ? goOn(reply, page.goTo) : sendPage(reply, page.status, page.html);
