import { Controller, Get, Param, type PipeTransform, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { StaffActor } from '../../access/actor.js';
import { notFound } from '../../kernel/errors.js';
import { contentDisposition } from '../../platform/documents/file-name.js';
import { speaks } from '../../platform/http/headers.js';
import { AsFile, By, Can, LanguageOrChosen, Refuses, Returns } from '../../platform/http/routes.js';
import {
  CatalogueQuery, Report, ReportCatalogue, type ReportCatalogueView, ReportName, type ReportNameParam, ReportQuery,
  type ReportQueryParams, type ReportView,
} from './reports.schemas.js'; // biome-ignore format: one list
import { ReportsService } from './reports.service.js';

/** A name that is in the catalogue; any other is 404. */
const namePipe: PipeTransform<unknown, ReportNameParam> = {
  transform(value) {
    const name = ReportName.safeParse(value);
    if (!name.success) throw notFound();
    return name.data;
  },
};

function asFile(reply: FastifyReply, { name, period }: ReportView, csv: string): string {
  const subject = `${name} ${period.from} to ${period.to}`;
  reply.header('Content-Type', 'text/csv; charset=utf-8');
  reply.header('Content-Disposition', contentDisposition({ kind: 'report', subject }, 'csv'));
  return csv;
}

@ApiTags('Reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Get()
  @Can('report.read', 'The reports there are, with what they count')
  @Returns(200, ReportCatalogue, 'All reports.')
  async list(
    @By() actor: StaffActor,
    @Query({ schema: CatalogueQuery }) _query: object,
    @Res({ passthrough: true }) reply: FastifyReply,
    @LanguageOrChosen() language: string | undefined,
  ): Promise<ReportCatalogueView> {
    const { answer, locale } = await this.reports.catalogue(actor, language);
    speaks(reply, locale);
    return answer;
  }

  @Get(':name')
  @Can('report.read', 'Make a report for a period; with `format=csv` as a file')
  @ApiParam({ name: 'name', enum: ReportName.options })
  @AsFile('text/csv')
  @Refuses(422, 'The period is backwards or too long.')
  @Returns(
    200,
    Report,
    'The report, small numbers hidden; with `format=csv` as `text/csv`. That it was made is recorded.',
  )
  async make(
    @By() actor: StaffActor,
    @Param('name', namePipe) name: ReportNameParam,
    @Query({ schema: ReportQuery }) query: ReportQueryParams,
    @Res({ passthrough: true }) reply: FastifyReply,
    @LanguageOrChosen() language: string | undefined,
  ): Promise<ReportView | string> {
    const { answer, csv, locale } = await this.reports.make(actor, name, query, language);
    speaks(reply, locale);
    return csv === null ? answer : asFile(reply, answer, csv);
  }
}
