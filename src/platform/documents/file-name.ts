import { fold } from '../../kernel/text.js';

/**
 * What a document may be called. The list is closed on purpose: a file name is read over shoulders and in mail
 * previews, so it says neither that somebody was turned down nor what stands in their way.
 */
const titles = { letter: 'Letter', checklist: 'Checklist', report: 'Report' } as const;

/** A person's file may carry the name they go by; an admin's file the catalogue name of what it shows. */
export type DocumentName = { kind: 'letter' | 'checklist'; person?: string } | { kind: 'report'; subject?: string };

const titleOf = (name: DocumentName): string => {
  const detail = 'person' in name ? name.person : 'subject' in name ? name.subject : undefined;
  return [detail?.trim(), titles[name.kind]].filter(Boolean).join(' ');
};

const longest = 80;
/** Refused by Windows as a name, whatever the extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A base name that every file system takes: no path, no control or direction signs, no dots at the ends. */
export function safeBaseName(text: string): string {
  const safe = [
    ...text
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}"'`´‘’“”<>:/\\|?*%;,\ufffd]/gu, ' ')
      .replace(/\s+/gu, ' '),
  ]
    .slice(0, longest)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return reserved.test(safe) ? `_${safe}` : safe;
}

/** The same in ASCII, with hyphens for what is not a letter or digit; `fallback` when nothing is left. */
export function asciiBaseName(text: string, fallback: string): string {
  // `fold` lowers the case, so it is asked letter by letter, and only for what is not ASCII already.
  const ascii = safeBaseName(text).replace(/[^\x20-\x7e]/gu, (letter) => {
    const folded = fold(letter);
    return letter === letter.toLowerCase() ? folded : folded.charAt(0).toUpperCase() + folded.slice(1);
  });
  const slug = ascii.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return slug === '' || reserved.test(slug) ? fallback : slug;
}

const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The `Content-Disposition` header (RFC 6266) of a document: an ASCII name for old readers and, where it says more, the
 * UTF-8 name (RFC 8187, formerly 5987). Any name is safe: it cannot end the header or point to a path.
 */
export function contentDisposition(
  name: DocumentName,
  extension: 'pdf' | 'docx' | 'txt' | 'csv',
  disposition: 'attachment' | 'inline' = 'attachment',
): string {
  const title = titleOf(name);
  const ascii = asciiBaseName(title, titles[name.kind]);
  const unicode = safeBaseName(title);
  const header = `${disposition}; filename="${ascii}.${extension}"`;
  const isPlain = /^[\x20-\x7e]*$/.test(unicode);
  return isPlain ? header : `${header}; filename*=UTF-8''${percentEncoded(`${unicode}.${extension}`)}`;
}
