import { describe, expect, it } from '@jest/globals';
import { buildTurnaround } from '../../../src/features/reports/debrief-turnaround/turnaround.rules.js';
import { periodOf } from '../../../src/features/reports/period.rules.js';
import {
  buildFunnel,
  funnelOutcomes,
  funnelStages,
} from '../../../src/features/reports/pipeline-funnel/funnel.rules.js';
import { reportCsv } from '../../../src/features/reports/report-csv.js';
import {
  columnsOf,
  funnelRows,
  reportNames,
  turnaroundRows,
} from '../../../src/features/reports/report-table.rules.js';
import { catalogueEntry, inWords } from '../../../src/features/reports/report-words.js';
import { readConfig } from '../../../src/platform/config/config.js';
import { words } from '../../../src/platform/content/content.js';
import { localeTags } from '../../../src/platform/content/locales.js';

const policy = { threshold: 11 };
const facts = {
  period: { from: '2026-01-01', to: '2026-03-31', timeZone: 'America/Los_Angeles' },
  suppressionThreshold: policy.threshold,
};
const funnel = funnelRows(
  buildFunnel(
    [
      { furthestStage: 'applied', outcome: 'no_response', count: 30 },
      { furthestStage: 'interview', outcome: 'rejected', count: 4 },
    ],
    { steps: funnelStages, outcomes: funnelOutcomes },
    policy,
  ),
);
const turnaround = turnaroundRows(
  buildTurnaround(
    { waiting: 12, begun: 3, submitted: 20, reviewed: 60, skipped: 14, lapsed: 20 },
    { rejectionToSubmitted: { n: 80, p25: 1, median: 2, p75: 3 }, submittedToReviewed: null },
    policy,
  ),
);
const rowsOf = { 'pipeline-funnel': funnel, 'debrief-turnaround': turnaround };

describe('a period', () => {
  const codeOf = (act: () => unknown): string | undefined => {
    try {
      act();
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('is ninety days up to today when nobody says otherwise', () => {
    expect(periodOf({}, '2026-03-31')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(periodOf({ to: '2024-02-29' }, '2026-03-31')).toEqual({ from: '2023-12-02', to: '2024-02-29' });
    expect(periodOf({ from: '2026-03-31' }, '2026-03-31')).toEqual({ from: '2026-03-31', to: '2026-03-31' });
  });

  it('does not run backwards, not even against a "to" that nobody named', () => {
    expect(codeOf(() => periodOf({ from: '2026-02-02', to: '2026-02-01' }, '2026-03-31'))).toBe(
      'report.period-backwards',
    );
    expect(codeOf(() => periodOf({ from: '2026-04-01' }, '2026-03-31'))).toBe('report.period-backwards');
  });

  it('is at most five years long, leap days included', () => {
    expect(codeOf(() => periodOf({ from: '2024-02-29', to: '2029-02-27' }, '2029-06-01'))).toBeUndefined();
    expect(codeOf(() => periodOf({ from: '2021-01-01', to: '2025-12-31' }, '2029-06-01'))).toBeUndefined();
    expect(codeOf(() => periodOf({ from: '2021-01-01', to: '2026-01-01' }, '2029-06-01'))).toBe(
      'report.period-too-long',
    );
  });
});

describe('the table of a report', () => {
  it.each(reportNames)('of %s has cells for its own columns only', (name) => {
    const known: string[] = columnsOf[name].map(({ code }) => code);
    expect(rowsOf[name].flatMap(({ cells }) => Object.keys(cells)).filter((code) => !known.includes(code))).toEqual([]);
    expect(new Set(rowsOf[name].flatMap(({ cells }) => Object.keys(cells)))).toEqual(new Set(known));
  });

  it.each(localeTags.flatMap((tag) => reportNames.map((name) => [tag, name] as const)))(
    'has words in %s for all of %s',
    (tag, name) => {
      const answer = inWords(words(tag), name, rowsOf[name], facts);
      expect(answer.rows).toHaveLength(rowsOf[name].length);
      expect(new Set(answer.rows.map(({ section, label }) => section + label)).size).toBe(answer.rows.length);
      expect(answer.notes[0]).toContain('10');
      expect(catalogueEntry(words(tag), name).parameters.map((parameter) => parameter.name)).toEqual([
        'from',
        'to',
        'format',
      ]);
    },
  );
});

describe('a report as CSV', () => {
  const answer = inWords(words('en'), 'pipeline-funnel', funnel, facts);
  const csv = reportCsv(answer, words('en'));

  it('opens as UTF-8 in a spreadsheet: byte order mark, CRLF, one head line', () => {
    expect(csv.startsWith('\ufeffFrom,To,Part code,Part,Item code,Item,')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(csv.split('\r\n')).toHaveLength(answer.rows.length + 2);
  });

  it('shows a hidden number as a star and says why, never as blank or zero', () => {
    const line = csv.split('\r\n').find((row) => row.includes('Not chosen'));
    expect(line).toMatch(/,Not chosen,\*,,,"The star/);
    expect(csv.match(/\*/g)?.length).toBe(
      answer.rows.flatMap(({ cells }) => Object.values(cells)).filter(({ isSuppressed }) => isSuppressed).length,
    );
  });

  it('tells coded ends of shares', () => {
    const bound = (end: 'under' | 'over') => ({ count: { value: 5, isSuppressed: false, bound: end } });
    const rows = answer.rows.slice(0, 2).map((row, at) => ({ ...row, cells: bound(at === 0 ? 'under' : 'over') }));
    expect(reportCsv({ ...answer, rows }, words('en'))).toMatch(/,<5,[\s\S]*,>5,/);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('runs no formula: %j', (formula) => {
    const rows = answer.rows.slice(0, 1).map((row) => ({ ...row, label: formula }));
    const field = reportCsv({ ...answer, rows }, words('en'))
      .split('\r\n')
      .slice(1)
      .join('\r\n')
      .split(',')[5];
    expect(field?.replace(/^"/, '').startsWith(`'${formula}`)).toBe(true);
  });

  it('holds a label with commas, quotes and line breaks in one field', () => {
    const rows = answer.rows.slice(0, 1).map((row) => ({ ...row, label: 'a,"b"\r\nc' }));
    expect(reportCsv({ ...answer, rows }, words('en'))).toContain(',"a,""b""\r\nc",');
  });
});

describe('the threshold of an installation', () => {
  const thresholdOf = (value: string): number =>
    readConfig({ NODE_ENV: 'test', ONWARD_SUPPRESSION_THRESHOLD: value }).suppressionThreshold;

  it('is eleven, can be raised, and lets nobody start below ten', () => {
    expect(readConfig({ NODE_ENV: 'test' }).suppressionThreshold).toBe(11);
    expect([thresholdOf('10'), thresholdOf('100')]).toEqual([10, 100]);
    for (const value of ['9', '0', '-1', '10.5', '101', 'off', ' ']) {
      expect(() => thresholdOf(value)).toThrow('ONWARD_SUPPRESSION_THRESHOLD');
    }
  });
});
