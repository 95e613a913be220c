import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { type Locale, localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import { renderPdf } from '../../../platform/documents/pdf.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { answersOf } from '../checklist/answer-rows.rules.js';
import { DebriefAnswering } from '../checklist/answering.js';
import { DebriefLinks } from '../debrief-links.js';
import { DebriefsRepository } from '../debriefs.repository.js';
import { isWithdrawn } from '../debriefs.rules.js';
import { checklistTemplate } from './checklist-document.js';
import { type ChecklistPaper, checklistPaper } from './paper.js';

/** The checklist on paper. */
@Injectable()
export class DebriefDocumentService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly answering: DebriefAnswering,
    private readonly links: DebriefLinks,
    private readonly ledger: Ledger,
  ) {}

  /**
   * The file, in this language or the client's. While answers are taken it carries a fresh short code, so that whoever
   * holds the paper may go on with a phone, in an assisted visit; the code of an older print is closed. It is set after the transaction: a slow page keeps no lock.
   */
  async render(actor: StaffActor, id: string, wanted: Locale | undefined): Promise<Buffer> {
    const paper = await this.database.write(actor, async (tx): Promise<ChecklistPaper> => {
      const found = await this.repository.lock(tx, sight(actor, 'debrief.read'), id);
      const debrief = admitted(actor, 'debrief.link', found);
      if (isWithdrawn(debrief)) throw new AppError('conflict', 'debrief.not-open');
      const locale = wanted ?? localeFor(debrief.locale) ?? sourceLocale;
      const isOpen = this.answering.isOpen(tx, debrief);
      const link = isOpen ? await this.links.make(tx, debrief, 'paper') : null;
      const answers = answersOf(await this.repository.sharedAnswers(tx, id));
      const { clientId, variant, facts, jobTitle, employerName } = debrief;
      await this.ledger.record(tx, {
        name: 'debrief.document-made',
        subjectId: id,
        clientId,
        payload: { locale, hasCode: link !== null },
      });
      return {
        locale,
        variant,
        facts,
        answers,
        job: `${jobTitle}, ${employerName}`,
        isAsked: isOpen,
        online: link && { address: link.address, code: link.code },
        reader: 'coach',
      };
    });
    return (await renderPdf(checklistTemplate, checklistPaper(paper))).file;
  }
}
