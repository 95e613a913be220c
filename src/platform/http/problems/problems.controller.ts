import { Controller, Get, Inject, Param } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound } from '../../../kernel/errors.js';
import { errorCodes, messageOf } from '../../content/content.js';
import { type Locale, localeFromHeader, sourceLocale } from '../../content/locales.js';
import { Language, Public, Refuses, Returns } from '../routes.js';

const ProblemEntry = z
  .object({
    type: z.string().meta({ description: 'The address of this entry.' }),
    code: z.string().meta({ description: 'The code, as problems carry it.' }),
    meaning: z.string().meta({ description: 'The sentence of `detail`; values stand as their names in braces.' }),
  })
  .meta({ id: 'ProblemEntry' });
const ProblemCatalogue = z
  .object({ items: z.array(ProblemEntry), nextCursor: z.null() })
  .meta({ id: 'ProblemCatalogue' });
type Entry = z.infer<typeof ProblemEntry>;

/** What the `type` of a problem leads to: every code and what it means, in the language asked for. */
@ApiTags('Problems')
@Controller('problems')
export class ProblemsController {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  @Get()
  @Public('the words of the web API are no secret', 'Every problem code and what it means')
  @Returns(200, ProblemCatalogue, 'The catalogue, by code.')
  list(@Language() language?: string): z.infer<typeof ProblemCatalogue> {
    const locale = localeFromHeader(language);
    return { items: errorCodes.map((code) => this.entry(code, locale)), nextCursor: null };
  }

  @Get(':code')
  @Public('the words of the web API are no secret', 'What a problem code means')
  @Refuses(404, 'There is no such code.')
  @Returns(200, ProblemEntry, 'The code and its sentence.')
  get(@Param('code') code: string, @Language() language?: string): Entry {
    if (!errorCodes.includes(code)) throw notFound();
    return this.entry(code, localeFromHeader(language));
  }

  private entry(code: string, locale: Locale): Entry {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const message = messageOf(locale, `errors.${code}`) ?? messageOf(sourceLocale, `errors.${code}`);
    return { type: fastify.problemAddress(code), code, meaning: readable((message?.getAst() ?? []) as Part[]) };
  }
}

/** A part of a parsed ICU message: text, a value, a number sign, or a choice by number. */
interface Part {
  type: number;
  value?: string;
  options?: Record<string, { value: Part[] }>;
}
const TEXT = 0;
const NUMBER_SIGN = 7;

/** The message with the names of its values in braces, in the form for many. */
const readable = (parts: readonly Part[], number = ''): string =>
  parts
    .map(({ type, value = '', options }) => {
      if (type === TEXT) return value;
      if (type === NUMBER_SIGN) return `{${number}}`;
      return options?.other ? readable(options.other.value, value) : `{${value}}`;
    })
    .join('');
