import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { notFound } from '../../../kernel/errors.js';
import { words } from '../../../platform/content/content.js';
import type { Locale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import { Looks } from '../../../platform/ledger/looks.js';
import { LetterChecker } from './letter-checker.js';
import type { LetterChecksQueryParams, LetterChecksView } from './letter-checks.schemas.js';
import { LetterMaterialsRepository } from './letter-materials.repository.js';

/** What a second pair of eyes would see in a letter, in sentences. */
@Injectable()
export class LetterChecksService {
  constructor(
    private readonly database: Database,
    private readonly repository: LetterMaterialsRepository,
    private readonly looks: Looks,
    private readonly checker: LetterChecker,
  ) {}

  /**
   * `reader` is the language of the sentences, `query.locale` that of the letter. The database is asked twice, and no
   * connection waits while the letter is read. `leave` is called when only that is left to do.
   */
  async check(
    actor: StaffActor,
    id: string,
    query: LetterChecksQueryParams,
    reader: Locale,
    leave: () => void,
  ): Promise<LetterChecksView> {
    const material = await this.database.read(actor, async (tx) => {
      const reach = sight(actor, 'cover-letter.read');
      const asked = await this.repository.findForChecks(tx, reach, id, query.version ?? null);
      const found = admitted(actor, 'cover-letter.read', asked);
      if (query.version !== undefined && found.number === null) throw notFound();
      await this.looks.record(tx, { name: 'cover-letter.seen', subjectId: id, clientId: found.clientId });
      return found;
    });
    const body = material.body ?? '';
    const firstWords = await this.checker.firstWords(actor.organizationId, body);
    const directory = await this.database.read(actor, (tx) => this.repository.employersBeginning(tx, firstWords));
    leave();
    const { wordCount, findings } = await this.checker.check(actor.organizationId, {
      ...material,
      body,
      otherEmployerNames: [...material.otherEmployers, ...directory].filter((name) => name !== material.employerName),
      clientNames: [material.legalName, material.preferredName].filter((name) => name !== null),
      locale: query.locale,
    });
    const { text } = words(reader);
    return {
      versionNumber: material.number,
      applicationId: material.applicationId,
      wordCount,
      items: findings.map((finding) => ({
        ...finding,
        detail: text(`letter-checks.${finding.code.slice('letter-check.'.length)}`, finding.parameters),
      })),
      nextCursor: null,
    };
  }
}
