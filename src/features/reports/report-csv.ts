import { stringify } from 'csv-stringify/sync';
import type { Words } from '../../platform/content/content.js';
import type { Cell } from './report-table.rules.js';
import type { ReportView } from './reports.schemas.js';

/** A hidden number, never blank and never 0. */
const HIDDEN = '*';

function written(cell: Cell | undefined): string {
  if (cell?.isSuppressed) return HIDDEN;
  const sign = cell?.bound === 'under' ? '<' : cell?.bound === 'over' ? '>' : '';
  return cell?.value === null || cell === undefined ? '' : `${sign}${cell.value}`;
}

/**
 * A report as CSV (RFC 4180) for spreadsheets: UTF-8 with byte order mark, CRLF, one head line in the caller's language,
 * the same cells as the JSON; codes stand beside the words, for programs. No text in it can run as a formula.
 */
export function reportCsv(report: ReportView, { text }: Words): string {
  const head = (code: string): string => text(`reports.csv.${code}`);
  const { period, columns, rows } = report;
  return stringify(
    [
      [
        ...['from', 'to', 'sectionCode', 'section', 'itemCode', 'item'].map(head),
        ...columns.map(({ code, title, unit }) => `${title} (${head(unit)}) [${code}]`),
        head('note'),
      ],
      ...rows.map(({ section, sectionTitle, code, label, cells }) => [
        period.from,
        period.to,
        section,
        sectionTitle,
        code,
        label,
        ...columns.map((column) => written(cells[column.code])),
        Object.values(cells).some(({ isSuppressed }) => isSuppressed) ? head('hidden') : '',
      ]),
    ],
    { bom: true, record_delimiter: 'windows', escape_formulas: true },
  );
}
