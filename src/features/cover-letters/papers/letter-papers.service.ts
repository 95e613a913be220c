import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { dayIn } from '../../../kernel/days.js';
import { notFound } from '../../../kernel/errors.js';
import { words } from '../../../platform/content/content.js';
import { localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import { Documents, type MadeDocument } from '../../../platform/documents/documents.js';
import { contentDisposition } from '../../../platform/documents/file-name.js';
import { type DocumentLanguage, formatTagOf } from '../../../platform/documents/languages.js';
import { Looks } from '../../../platform/ledger/looks.js';
import type { LetterDocumentQueryParams } from '../checks/letter-checks.schemas.js';
import { type DocumentMaterial, LetterMaterialsRepository } from '../checks/letter-materials.repository.js';
import type { LetterContent } from './letter-content.js';
import { letterTemplate } from './letter-document.js';
import { letterDocx } from './letter-docx.js';
import { letterPage } from './letter-page.js';
import { blocksOf } from './letter-page.rules.js';
import { renderLetterText } from './letter-text.js';

interface LetterFile {
  bytes: Buffer;
  /** Signs that the file shows no glyph for. */
  notShown: readonly string[];
  type: string;
  disposition: string;
}

type Format = LetterDocumentQueryParams['format'];

export const fileTypes: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain; charset=utf-8',
};

/** A version of a letter as a file to send. */
@Injectable()
export class LetterDocumentsService {
  constructor(
    private readonly database: Database,
    private readonly repository: LetterMaterialsRepository,
    private readonly looks: Looks,
    private readonly documents: Documents,
  ) {}

  /** The file is made after the database was asked, so that no connection waits for it; `leave` is called before. */
  async make(
    actor: StaffActor,
    id: string,
    number: number,
    { format, locale }: LetterDocumentQueryParams,
    leave: () => void,
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
    leave();
    const { file, notShown } = await this.render(actor.organizationId, format, contentOf(material, now, locale));
    return {
      bytes: file,
      notShown,
      type: fileTypes[format],
      disposition: contentDisposition({ kind: 'letter', person: nameOf(material) }, format),
    };
  }

  private async render(share: string, format: Format, content: LetterContent): Promise<MadeDocument> {
    if (format === 'pdf') return this.documents.pdf(share, letterTemplate, letterPage(content));
    if (format === 'docx') return this.documents.docx(share, letterDocx(content));
    return { file: renderLetterText(content), notShown: [] };
  }
}

/** The name they go by; the legal one only when they gave no other. */
const nameOf = ({ preferredName, legalName }: DocumentMaterial): string => preferredName ?? legalName;

/** The page: sender, the day it was sent (or today), the employer, the text. Greeting and closing are in the text. */
function contentOf(material: DocumentMaterial, now: Date, language: DocumentLanguage): LetterContent {
  const { sentNumber, sentAt, number, timeZone, phone, email, employerName } = material;
  const writtenAt = sentAt !== null && sentNumber === number ? new Date(sentAt) : now;
  return {
    senderLines: [nameOf(material), phone, email].filter((line) => line !== null),
    dateText: dateInWords(language, dayIn(timeZone, writtenAt)),
    addresseeLines: employerName === null ? [] : [employerName],
    paragraphs: blocksOf(material.body ?? ''),
    language,
    title: words(localeFor(language) ?? sourceLocale).text('cover-letters.document.title'),
  };
}

/** "November 23, 2026", as a letter has it; the calendar and digits of the United States. */
function dateInWords(language: DocumentLanguage, day: string): string {
  const options = { dateStyle: 'long', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(formatTagOf(language), options).format(new Date(`${day}T00:00:00Z`));
}
