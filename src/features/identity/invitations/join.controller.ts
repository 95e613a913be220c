import { Body, Controller, Get, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messagesOf } from '../../../platform/content/content.js';
import { isLocale, type Locale, localeFromHeader, sourceLocale } from '../../../platform/content/locales.js';
import { type ErrorPage, Page, PageForm, type PageProblem, SmallBody } from '../../../platform/http/page-routes.js';
import { StrayPages } from '../../../platform/http/problems/stray-pages.js';
import { Public } from '../../../platform/http/routes.js';
import { tokenScript } from '../../../platform/pages/page.js';
import { goOn, requireOwnSite, sendFile, sendPage } from '../../../platform/pages/page-answers.js';
import { pageStyle } from '../../../platform/pages/page-style.js';
import { JoinForm, type JoinFormBody } from './invitations.schemas.js';
import { InvitationsService } from './invitations.service.js';
import { type JoinProblem, joinedPage, joinPage } from './join-page.js';

type Given = Readonly<Record<string, unknown>> | undefined;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** As chosen on the page or in the mail's link; else what the browser asks for. */
function languageOf(request: FastifyRequest): Locale {
  const chosen = text((request.body as Given)?.locale) || text((request.query as Given)?.locale);
  return isLocale(chosen) ? chosen : localeFromHeader(request.headers['accept-language']);
}

/** What a form says of itself when its shape is wrong: which of our fields it is, and why, or that it is no form of ours. */
function problemOf({ code, status, parameters, fields }: PageProblem): JoinProblem {
  const [wrong] = fields;
  const field = names.find((name) => wrong !== undefined && 'pointer' in wrong && wrong.pointer === `/${name}`);
  if (wrong && field) return { at: `errors.${wrong.code}`, parameters: wrong.parameters, field };
  if (status === 400 || status === 413 || status === 415) return { at: 'pages.join.notRead', field: 'form' };
  const at = messagesOf(sourceLocale).has(`errors.${code}`) ? `errors.${code}` : 'errors.http.unexpected';
  const about = code.startsWith('auth.password') ? 'password' : code === 'invitation.not-open' ? 'token' : 'form';
  return { at, parameters, field: about };
}

const names = ['token', 'name', 'password', 'again'] as const;

/** The form again, with what was typed and what to put right. */
function again(request: FastifyRequest, reply: FastifyReply, status: number, problem: JoinProblem): void {
  const given = request.body as Given;
  const typed = { token: text(given?.token).slice(0, 1000), name: text(given?.name).slice(0, 200) };
  sendPage(reply, status, joinPage({ locale: languageOf(request), ...typed, problem }));
}

/** Every error of these routes is a page in the reader's language. */
const errorPage: ErrorPage = (problem, request, reply) => again(request, reply, problem.status, problemOf(problem));

/** Below `/join`, where no page is: they lead to the page that there is. */
const strayPage: ErrorPage = (problem, request, reply) => {
  const isLook = request.method === 'GET' || request.method === 'HEAD';
  isLook && [404, 405].includes(problem.status) ? goOn(reply, '/join') : errorPage(problem, request, reply);
};

/** Where an invitation's mail leads: a person makes their account, in a browser, without the web API. */
@ApiExcludeController()
@Controller('join')
export class JoinController {
  constructor(
    private readonly invitations: InvitationsService,
    strays: StrayPages,
  ) {
    strays.add('/join', strayPage);
  }

  @Get()
  @Page(errorPage)
  @Public('shows nothing of anybody and changes nothing')
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, 200, joinPage({ locale: languageOf(request) }));
  }

  @Post()
  @PageForm(errorPage)
  @SmallBody('joining')
  @Public('the token in the mail is the proof', undefined, { looksFirst: true })
  async join(
    @Body({ schema: JoinForm }) form: JoinFormBody,
    @Ip() address: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    requireOwnSite(request);
    const { token, name, password } = form;
    if (token === '') return again(request, reply, 422, { field: 'token', at: 'pages.join.tokenMissing' });
    if (password !== form.again)
      return again(request, reply, 422, { field: 'again', at: 'pages.join.passwordsDiffer' });
    await this.invitations.join({ token, password, ...(name === '' ? {} : { name }) }, address);
    goOn(reply, `/join/done?locale=${languageOf(request)}`);
  }

  @Get('done')
  @Page(errorPage)
  @Public('the same for everybody')
  done(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, 200, joinedPage(languageOf(request)));
  }

  @Get('style.css')
  @Public('a style sheet tells nothing')
  style(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/css', pageStyle);
  }

  @Get('script.js')
  @Public('a script tells nothing')
  script(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/javascript', tokenScript);
  }
}
