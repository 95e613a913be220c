import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { AppError, notFound } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import { type Locale, localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Documents, type MadeDocument } from '../../../platform/documents/documents.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { Looks } from '../../../platform/ledger/looks.js';
import { answersOf } from '../checklist/answer-rows.rules.js';
import { DebriefAnswering } from '../checklist/answering.js';
import { AnswersRepository } from '../checklist/answers.repository.js';
import { DebriefLinks } from '../debrief-links.js';
import { type DebriefRow, DebriefsRepository } from '../debriefs.repository.js';
import { isWithdrawn } from '../debriefs.rules.js';
import type { PaperView } from '../debriefs.schemas.js';
import { checklistTemplate } from './checklist-document.js';
import { type ChecklistPaper, checklistPaper } from './paper.js';
import { PapersRepository } from './papers.repository.js';

/** The checklist on paper. Only making one makes a code; what is read or printed again changes nothing. */
@Injectable()
export class DebriefDocumentService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly answers: AnswersRepository,
    private readonly papers: PapersRepository,
    private readonly answering: DebriefAnswering,
    private readonly links: DebriefLinks,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
    private readonly documents: Documents,
  ) {}

  /** The file without any code, in this language or the client's: to read, or for who needs no phone. */
  async render(actor: StaffActor, id: string, wanted: Locale | undefined, leave: () => void): Promise<MadeDocument> {
    return this.rendered(
      actor,
      leave,
      await this.database.read(actor, async (tx) => {
        const found = await this.repository.find(tx, sight(actor, 'debrief.read'), id);
        const debrief = admitted(actor, 'debrief.read', found);
        requireStanding(debrief);
        await this.looked(tx, debrief);
        return this.paperOf(tx, debrief, wanted ?? localeOf(debrief), null);
      }),
    );
  }

  /**
   * A paper for this client. While answers are taken it has a short code, so that whoever holds it may go on
   * with a phone, in an assisted visit; the code of an older paper is closed.
   */
  make(actor: StaffActor, id: string, wanted: Locale | undefined): Promise<PaperView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lock(tx, sight(actor, 'debrief.read'), id);
      const debrief = admitted(actor, 'debrief.link', found);
      requireStanding(debrief);
      const paper = { id: newId(), debriefId: id, locale: wanted ?? localeOf(debrief) };
      await this.papers.insert(tx, paper);
      const isOpen = this.answering.isOpen(tx, debrief);
      const link = isOpen ? await this.links.makeForPaper(tx, debrief, paper.id) : null;
      await this.ledger.record(tx, {
        name: 'debrief.document-made',
        subjectId: id,
        clientId: debrief.clientId,
        payload: { locale: paper.locale, hasCode: link !== null },
      });
      return { id: paper.id, code: link?.code ?? null, expiresAt: link?.expiresAt ?? null };
    });
  }

  /** The file of a paper that was made, with its code as long as that is good. */
  async print(actor: StaffActor, paperId: string, leave: () => void): Promise<MadeDocument> {
    return this.rendered(
      actor,
      leave,
      await this.database.read(actor, async (tx) => {
        const paper = await this.papers.find(tx, paperId);
        if (!paper) throw notFound();
        const found = await this.repository.find(tx, sight(actor, 'debrief.read'), paper.debriefId);
        const debrief = admitted(actor, 'debrief.link', found);
        requireStanding(debrief);
        await this.looked(tx, debrief);
        const link = await this.links.onPaper(tx, debrief.id, paperId);
        return this.paperOf(tx, debrief, localeFor(paper.locale) ?? sourceLocale, link);
      }),
    );
  }

  /** It is set after the reading: a slow page keeps no connection, and no place among the requests in work. */
  private rendered({ organizationId }: StaffActor, leave: () => void, paper: ChecklistPaper): Promise<MadeDocument> {
    leave();
    return this.documents.pdf(organizationId, checklistTemplate, checklistPaper(paper));
  }

  private looked(tx: Tx, { id, clientId }: DebriefRow): Promise<void> {
    return this.looks.record(tx, { name: 'debrief.seen', subjectId: id, clientId });
  }

  private async paperOf(
    tx: Tx,
    debrief: DebriefRow,
    locale: Locale,
    online: ChecklistPaper['online'],
  ): Promise<ChecklistPaper> {
    const { variant, facts, jobTitle, employerName } = debrief;
    const answers = answersOf(await this.answers.shared(tx, debrief));
    const job = `${jobTitle}, ${employerName}`;
    const isAsked = this.answering.isOpen(tx, debrief);
    return { locale, variant, facts, answers, job, isAsked, online: online && codeOf(online), reader: 'coach' };
  }
}

const localeOf = ({ locale }: DebriefRow): Locale => localeFor(locale) ?? sourceLocale;

const codeOf = ({ address, code }: { address: string; code: string }) => ({ address, code });

/** No paper asks about what was taken back. Throws 409 `debrief.not-open`. */
function requireStanding(debrief: DebriefRow): void {
  if (isWithdrawn(debrief)) throw new AppError('conflict', 'debrief.not-open');
}
