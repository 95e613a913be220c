import { type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type LocaleRow } from '../content/locales.js';

/** What a mail is made of. Both forms are written from it: the text form is no leftover of the HTML. */
export type MailBlock =
  | { kind: 'text'; text: string }
  /** A button in HTML; in text the words, then the address on its own line, so that every mail program links it. */
  | { kind: 'link'; text: string; url: string; orCopy: string }
  /** A short code to type. */
  | { kind: 'code'; label: string; code: string };

export interface MailContent {
  row: LocaleRow;
  /** Shown on locked screens: neutral. */
  subject: string;
  /** The line that inboxes show after the subject: neutral too. */
  preview: string;
  blocks: readonly MailBlock[];
}

export interface MailParts {
  subject: string;
  text: string;
  html: string;
}

/** A simple mail in one column. No picture, no tracking, nothing loaded; links only to `https:` or, outside production, `http:`. */
export function mailFrame({ row, subject, preview, blocks }: MailContent): MailParts {
  for (const block of blocks) if (block.kind === 'link') requireWebAddress(block.url);
  return {
    subject: subject.replace(/\s+/g, ' ').trim(),
    text: `${blocks.map(asText).join('\n\n')}\n`,
    html: `<!doctype html>\n${renderToString(
      <html lang={row.tag} dir={row.direction}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
          <title>{subject}</title>
          <style>{':root { color-scheme: light dark; supported-color-schemes: light dark }'}</style>
        </head>
        <body style="margin: 0; padding: 16px; font: 17px/1.5 Arial, sans-serif; overflow-wrap: anywhere; word-break: break-word">
          <div style="display: none; max-height: 0; overflow: hidden">{preview}</div>
          <main style="max-width: 560px; margin: 0 auto">{blocks.map(asHtml)}</main>
        </body>
      </html>,
    )}\n`,
  };
}

function asText(block: MailBlock): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'link':
      return `${block.text}:\n${block.url}`;
    case 'code':
      return `${block.label}: ${block.code}`;
  }
}

function asHtml(block: MailBlock): VNode {
  switch (block.kind) {
    case 'text':
      return <p style="margin: 0 0 16px; white-space: pre-line">{block.text}</p>;
    case 'link':
      return (
        <>
          <p style="margin: 0 0 16px">
            <a
              href={block.url}
              style="display: inline-block; padding: 12px 20px; background: #1d4f91; color: #ffffff; border-radius: 6px; font-weight: bold; text-decoration: none"
            >
              {block.text}
            </a>
          </p>
          <p style="margin: 0 0 16px; overflow-wrap: anywhere; word-break: break-word">
            {block.orCopy} <a href={block.url}>{block.url}</a>
          </p>
        </>
      );
    case 'code':
      return (
        <p style="margin: 0 0 16px">
          {block.label}: <strong style="font-size: 22px; letter-spacing: 2px">{block.code}</strong>
        </p>
      );
  }
}

function requireWebAddress(url: string): void {
  if (!/^https?:\/\/[^\s"<>]+$/.test(url)) throw new Error('a mail links to web addresses only');
}
