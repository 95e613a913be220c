import type { Words } from '../../platform/content/content.js';
import { longestYears, usualDays } from './period.rules.js';
import { columnsOf, type ReportName, type Row } from './report-table.rules.js';
import { type CatalogueEntry, parameterNames, type ReportView, reportFormats } from './reports.schemas.js';

/** Stages and outcomes have their words already; the rows of other reports bring their own. */
function rowKey(name: ReportName, { section, code }: Row): string {
  if (name !== 'pipeline-funnel') return `reports.${name}.rows.${code}`;
  return section === 'reached' ? `labels.stages.${code}` : `labels.outcomes.${code}`;
}

const notesOf = {
  'pipeline-funnel': ['hidden', 'empty', 'rates', 'asOfNow', 'overlap'],
  'debrief-turnaround': ['hidden', 'empty', 'rates', 'quartiles', 'asOfNow', 'overlap'],
} as const satisfies Record<ReportName, readonly string[]>;

/** A table in words, with everything that its reader must know to read it right. */
export function inWords(
  { text }: Words,
  name: ReportName,
  rows: readonly Row[],
  facts: Pick<ReportView, 'period' | 'suppressionThreshold'>,
): ReportView {
  return {
    name,
    title: text(`reports.${name}.title`),
    definition: text(`reports.${name}.definition`),
    ...facts,
    columns: columnsOf[name].map((column) => ({ ...column, title: text(`reports.${name}.columns.${column.code}`) })),
    rows: rows.map((row) => ({
      ...row,
      sectionTitle: text(`reports.${name}.sections.${row.section}`),
      label: text(rowKey(name, row)),
    })),
    notes: notesOf[name].map((note) => text(`reports.notes.${note}`, { highest: facts.suppressionThreshold - 1 })),
  };
}

/** One report as the catalogue tells of it. */
export const catalogueEntry = ({ text }: Words, name: ReportName): CatalogueEntry => ({
  name,
  title: text(`reports.${name}.title`),
  definition: text(`reports.${name}.definition`),
  parameters: parameterNames.map((parameter) => ({
    name: parameter,
    description: text(`reports.parameters.${parameter}`, {
      days: usualDays,
      years: longestYears,
      formats: reportFormats.join(', '),
    }),
  })),
});
