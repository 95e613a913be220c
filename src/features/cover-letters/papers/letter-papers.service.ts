import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { dayIn } from '../../../kernel/days.js';
import { notFound } from '../../../kernel/errors.js';
import { words } from '../../../platform/content/content.js';
import { type Locale, locales } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import { contentDisposition } from '../../../platform/documents/file-name.js';
import { Looks } from '../../../platform/ledger/looks.js';
import type { LetterDocumentQueryParams } from '../checks/letter-checks.schemas.js';
import { type DocumentMaterial, LetterMaterialsRepository } from '../checks/letter-materials.repository.js';
import type { LetterContent } from './letter-content.js';
import { renderLetterDocx } from './letter-docx.js';
import { blocksOf } from './letter-page.rules.js';
import { renderLetterPdf } from './letter-pdf.js';
import { renderLetterText } from './letter-text.js';

interface LetterFile {
  bytes: Buffer;
  type: string;
  disposition: string;
}

type Format = LetterDocumentQueryParams['format'];

export const fileTypes: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
};

const render: Readonly<Record<Format, (content: LetterContent) => Promise<Buffer>>> = {
  pdf: async (content) => (await renderLetterPdf(content)).file,
  docx: renderLetterDocx,
  txt: async (content) => renderLetterText(content),
};

/** A version of a letter as a file to send. */
@Injectable()
export class LetterDocumentsService {
  constructor(
    private readonly database: Database,
    private readonly repository: LetterMaterialsRepository,
    private readonly looks: Looks,
  ) {}

  /** The file is made after the database was asked, so that no connection waits for it. */
  async make(
    actor: StaffActor,
    id: string,
    number: number,
    { format, locale }: LetterDocumentQueryParams,
  ): Promise<LetterFile> {
    const { material, now } = await this.database.read(actor, async (tx) => {
      const asked = await this.repository.findForDocument(tx, sight(actor, 'cover-letter.read'), id, number);
      const found = admitted(actor, 'cover-letter.read', asked);
      if (found.body === null) throw notFound();
      await this.looks.record(tx, {
        name: 'cover-letter.document-made',
        subjectId: id,
        clientId: found.clientId,
        payload: { version: number, format, locale },
      });
      return { material: found, now: tx.now };
    });
    return {
      bytes: await render[format](contentOf(material, now, locale)),
      type: fileTypes[format],
      disposition: contentDisposition({ kind: 'letter', person: nameOf(material) }, format),
    };
  }
}

/** The name they go by; the legal one only when they gave no other. */
const nameOf = ({ preferredName, legalName }: DocumentMaterial): string => preferredName ?? legalName;

/** The page: sender, the day it was sent (or today), the employer, the text. Greeting and closing are in the text. */
function contentOf(material: DocumentMaterial, now: Date, locale: Locale): LetterContent {
  const { sentNumber, sentAt, number, timeZone, phone, email, employerName } = material;
  const writtenAt = sentAt !== null && sentNumber === number ? new Date(sentAt) : now;
  return {
    senderLines: [nameOf(material), phone, email].filter((line) => line !== null),
    dateText: dateInWords(locale, dayIn(timeZone, writtenAt)),
    addresseeLines: employerName === null ? [] : [employerName],
    paragraphs: blocksOf(material.body ?? ''),
    locale,
    title: words(locale).text('cover-letters.document.title'),
  };
}

/** "November 23, 2026", as a letter has it. */
function dateInWords(locale: Locale, day: string): string {
  const { formatTag, calendar, numbering } = locales[locale];
  const options = { dateStyle: 'long', calendar, numberingSystem: numbering, timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(formatTag, options).format(new Date(`${day}T00:00:00Z`));
}
