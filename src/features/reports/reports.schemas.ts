import { z } from 'zod';
import { DateOnly } from '../../platform/http/shapes.js';
import { reportNames, units } from './report-table.rules.js';

export const reportFormats = ['json', 'csv'] as const;
export const parameterNames = ['from', 'to', 'format'] as const;

export const CatalogueQuery = z.strictObject({});

export const ReportQuery = z.strictObject({
  from: DateOnly.optional().meta({ description: 'First day, in the time zone of the organization. 90 days back.' }),
  to: DateOnly.optional().meta({
    description: 'Last day, included. Today when left out. At most 5 years after `from`.',
  }),
  format: z.enum(reportFormats).default('json'),
});

export const ReportCatalogue = z
  .object({
    items: z.array(
      z.object({
        name: z.enum(reportNames),
        title: z.string(),
        definition: z.string(),
        parameters: z
          .array(z.object({ name: z.enum(parameterNames), description: z.string().describe('What it does.') }))
          .describe('What the report can be asked with.'),
      }),
    ),
    nextCursor: z.null(),
  })
  .meta({ id: 'ReportCatalogue' });

const Cell = z
  .object({
    value: z.number().int().nullable().describe('The number; null when it is hidden or there is none.'),
    isSuppressed: z.boolean().meta({ description: 'Hidden: small, or it would give a small number away.' }),
    bound: z.enum(['under', 'over']).nullable().meta({ description: 'The share is under 5, or over 95.' }),
  })
  .meta({ id: 'ReportCell' });

export const Report = z
  .object({
    name: z.enum(reportNames),
    title: z.string(),
    definition: z.string(),
    period: z
      .object({
        from: z.string().describe('The first day.'),
        to: z.string().describe('The last day, included.'),
        timeZone: z.string(),
      })
      .describe('The days it covers, in the time zone of the organization.'),
    suppressionThreshold: z.number().int().meta({ description: 'Counts from 1 to below this are hidden.' }),
    columns: z
      .array(z.object({ code: z.string(), title: z.string(), unit: z.enum(units).describe('What its numbers count.') }))
      .describe('The columns, in order.'),
    rows: z
      .array(
        z.object({
          section: z.string().describe('The part of the report, as a code.'),
          sectionTitle: z.string().describe('The part in the language of the caller.'),
          code: z.string(),
          label: z.string().describe('The row in the language of the caller.'),
          cells: z
            .record(z.string(), Cell)
            .meta({ description: 'By column; a column that says nothing here is absent.' }),
        }),
      )
      .describe('The rows, part by part.'),
    notes: z.array(z.string()).describe('What a reader must know about these numbers.'),
  })
  .meta({ id: 'Report' });

export type ReportQueryParams = z.infer<typeof ReportQuery>;
export type ReportCatalogueView = z.infer<typeof ReportCatalogue>;
export type CatalogueEntry = ReportCatalogueView['items'][number];
export type ReportView = z.infer<typeof Report>;

/** The names in the catalogue. */
export const ReportName = z.enum(reportNames);
export type ReportNameParam = z.infer<typeof ReportName>;
