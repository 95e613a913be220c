import { describe, expect, it } from '@jest/globals';
import { asciiBaseName, contentDisposition, safeBaseName } from '../../../src/platform/documents/file-name.js';

describe('Content-Disposition', () => {
  it('carries a plain name for a plain title', () => {
    expect(contentDisposition({ kind: 'letter', person: 'Maria Ortiz' }, 'pdf')).toBe(
      'attachment; filename="Maria-Ortiz-Letter.pdf"',
    );
    expect(contentDisposition({ kind: 'checklist' }, 'pdf', 'inline')).toBe('inline; filename="Checklist.pdf"');
    expect(contentDisposition({ kind: 'report', subject: 'pipeline-funnel' }, 'csv')).toBe(
      'attachment; filename="pipeline-funnel-Report.csv"',
    );
  });

  it('adds the UTF-8 name where ASCII says less', () => {
    expect(contentDisposition({ kind: 'letter', person: "José O'Brien" }, 'docx')).toBe(
      'attachment; filename="Jose-O-Brien-Letter.docx"; filename*=UTF-8\'\'Jos%C3%A9%20O%20Brien%20Letter.docx',
    );
    expect(contentDisposition({ kind: 'letter', person: 'احمد' }, 'txt')).toBe(
      'attachment; filename="Letter.txt"; filename*=UTF-8\'\'%D8%A7%D8%AD%D9%85%D8%AF%20Letter.txt',
    );
  });

  it.each([
    'a"; filename="evil.exe',
    'a\r\nSet-Cookie: x=1',
    '../../etc/passwd',
    'C:\\windows\\x',
    '\u202egpj.exe',
    '\ud800\udfff\ud800',
    '%00%2e',
    '\u0000',
    '...',
    'x'.repeat(5000),
    '',
    '😀'.repeat(200),
    "it's (me)*!",
  ])('is one harmless header for any name: %j', (person) => {
    const header = contentDisposition({ kind: 'letter', person }, 'pdf');
    expect(header).toMatch(
      /^attachment; filename="[A-Za-z0-9-]+\.pdf"(?:; filename\*=UTF-8''(?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})+\.pdf)?$/,
    );
    expect(header.length).toBeLessThan(1100);
    const unicode = /filename\*=UTF-8''(.*)$/.exec(header)?.[1];
    expect(decodeURIComponent(unicode ?? '')).not.toMatch(/[\p{Cc}\p{Cf}/\\"]/u);
  });
});

it('keeps the reserved names of Windows and dots at the ends out of a base name', () => {
  expect(safeBaseName(' .. CON ')).toBe('_CON');
  expect(asciiBaseName('aux', 'Letter')).toBe('Letter');
  expect(safeBaseName('a/b\\c:d*e?f"g<h>i|j')).toBe('a b c d e f g h i j');
});

it('keeps the case of a name while it takes the accents off', () => {
  expect(asciiBaseName('Élodie Ångström', 'Letter')).toBe('Elodie-Angstrom');
  expect(asciiBaseName('Łódź', 'Letter')).toBe('Lodz');
});
