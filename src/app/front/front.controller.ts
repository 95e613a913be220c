import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLocale, type Locale, localeFromHeader } from '../../platform/content/locales.js';
import { type ErrorPage, Page } from '../../platform/http/page-routes.js';
import { StrayPages } from '../../platform/http/problems/stray-pages.js';
import { Public } from '../../platform/http/routes.js';
import { sendFile, sendPage } from '../../platform/pages/page-answers.js';
import { pageStyle } from '../../platform/pages/page-style.js';
import { frontPage } from './front-page.js';

const languageOf = ({ query, headers }: FastifyRequest): Locale => {
  const { locale } = (query ?? {}) as { locale?: unknown };
  return typeof locale === 'string' && isLocale(locale) ? locale : localeFromHeader(headers['accept-language']);
};

/** Whoever is nowhere is shown the two ways on. */
const lostPage: ErrorPage = ({ status }, request, reply) =>
  sendPage(reply, status, frontPage({ locale: languageOf(request), isLost: status === 404 }));

/** The front door: what a person sees who types the bare address. */
@ApiExcludeController()
@Controller()
export class FrontController {
  constructor(strays: StrayPages) {
    strays.addFront(lostPage);
  }

  @Get()
  @Page(lostPage)
  @Public('the same for everybody')
  front(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, 200, frontPage({ locale: languageOf(request) }));
  }

  @Get('front.css')
  @Public('a style sheet tells nothing')
  style(@Res() reply: FastifyReply): void {
    sendFile(reply, 'text/css', pageStyle);
  }
}
