import { Inject, Injectable } from '@nestjs/common';
import { sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { addDays, startOfDay } from '../../kernel/days.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { words } from '../../platform/content/content.js';
import { type Locale, localeFromHeader } from '../../platform/content/locales.js';
import { Database } from '../../platform/database/database.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { buildTurnaround } from './debrief-turnaround/turnaround.rules.js';
import { type Period, periodOf } from './period.rules.js';
import { buildFunnel, funnelOutcomes, funnelStages } from './pipeline-funnel/funnel.rules.js';
import { reportCsv } from './report-csv.js';
import { funnelRows, type ReportName, type Row, reportNames, turnaroundRows } from './report-table.rules.js';
import { catalogueEntry, inWords } from './report-words.js';
import { ReportsRepository } from './reports.repository.js';
import type { ReportCatalogueView, ReportQueryParams, ReportView } from './reports.schemas.js';

/** Numbers for boards and funders: counted in the database, hidden where they are small, recorded when made. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly repository: ReportsRepository,
    private readonly ledger: Ledger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Every report there is, in the language of whoever asks. */
  catalogue(actor: StaffActor, language: string | undefined): Promise<{ answer: ReportCatalogueView; locale: Locale }> {
    return this.database.read(actor, async (tx) => {
      const locale = await this.localeOf(tx, actor, language);
      const text = words(locale);
      return { answer: { items: reportNames.map((name) => catalogueEntry(text, name)), nextCursor: null }, locale };
    });
  }

  /** Makes a report and records that it was made, in one transaction. Throws 422 for a period that cannot be. */
  make(
    actor: StaffActor,
    name: ReportName,
    query: ReportQueryParams,
    language: string | undefined,
  ): Promise<{ answer: ReportView; csv: string | null; locale: Locale }> {
    return this.database.write(actor, async (tx) => {
      const period = periodOf(query, (await tx.place()).today);
      const { format } = query;
      const locale = await this.localeOf(tx, actor, language);
      const text = words(locale);
      const rows = await this.rowsOf(tx, actor, name, period);
      await this.ledger.record(tx, {
        name: 'report.made',
        subjectId: tx.organizationId,
        payload: { report: name, from: period.from, to: period.to, format },
      });
      const answer = inWords(text, name, rows, {
        period: { ...period, timeZone: tx.timeZone },
        suppressionThreshold: this.config.suppressionThreshold,
      });
      return { answer, csv: format === 'csv' ? reportCsv(answer, text) : null, locale };
    });
  }

  private async rowsOf(tx: WriteTx, actor: StaffActor, name: ReportName, period: Period): Promise<Row[]> {
    const policy = { threshold: this.config.suppressionThreshold };
    const reach = sight(actor, 'report.read');
    switch (name) {
      case 'pipeline-funnel': {
        const cohort = await this.repository.cohort(tx, reach, period);
        return funnelRows(buildFunnel(cohort, { steps: funnelStages, outcomes: funnelOutcomes }, policy));
      }
      case 'debrief-turnaround': {
        const from = startOfDay(tx.timeZone, period.from);
        const before = startOfDay(tx.timeZone, addDays(period.to, 1));
        const { counts, hours } = await this.repository.turnaround(tx, reach, from, before);
        return turnaroundRows(buildTurnaround(counts, hours, policy));
      }
    }
  }

  /** The languages that the request asks for, and after them the one that the person has chosen. */
  private async localeOf(tx: Tx, actor: StaffActor, language: string | undefined): Promise<Locale> {
    const own = await this.repository.locale(tx, actor.userId);
    const wishes = [language, own && `${own};q=0.001`].filter(Boolean);
    return localeFromHeader(wishes.join(','));
  }
}
