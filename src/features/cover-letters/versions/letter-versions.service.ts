import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../../access/access.js';
import type { StaffActor } from '../../../access/actor.js';
import { notFound } from '../../../kernel/errors.js';
import type { Slice } from '../../../kernel/slices.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Looks } from '../../../platform/ledger/looks.js';
import { CoverLettersRepository, type LetterRow } from '../cover-letters.repository.js';
import { addVersion } from '../cover-letters.rules.js';
import type { LetterVersionQueryParams, LetterVersionView } from '../cover-letters.schemas.js';
import { LetterDesk, letterOf } from '../letter-desk.service.js';
import { LetterVersionsRepository } from './letter-versions.repository.js';

/** The texts of a letter: numbered without gaps, never changed. */
@Injectable()
export class LetterVersionsService {
  constructor(
    private readonly database: Database,
    private readonly letters: CoverLettersRepository,
    private readonly repository: LetterVersionsRepository,
    private readonly desk: LetterDesk,
    private readonly looks: Looks,
  ) {}

  /** All texts with who wrote them, newest first. The look is recorded. */
  list(actor: StaffActor, id: string, query: LetterVersionQueryParams): Promise<Slice<LetterVersionView>> {
    return this.database.read(actor, async (tx) => {
      const found = await this.letters.findOwner(tx, sight(actor, 'cover-letter.read'), id);
      const { clientId } = admitted(actor, 'cover-letter.read', found);
      const slice = await this.repository.list(tx, id, query);
      await this.looks.record(tx, { name: 'cover-letter.seen', subjectId: id, clientId });
      return slice;
    });
  }

  /** One text. The look is recorded. */
  get(actor: StaffActor, id: string, number: number): Promise<LetterVersionView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.letters.findOwner(tx, sight(actor, 'cover-letter.read'), id);
      const { clientId } = admitted(actor, 'cover-letter.read', found);
      const version = await this.repository.find(tx, id, number);
      if (!version) throw notFound();
      await this.looks.record(tx, { name: 'cover-letter.seen', subjectId: id, clientId });
      return version;
    });
  }

  /** The next text. The letter's row lock orders writers, so that numbers have no gaps and no doubles. */
  write(actor: StaffActor, id: string, body: string): Promise<LetterVersionView> {
    return this.database.write(actor, async (tx) =>
      this.add(tx, actor, await this.desk.take(tx, actor, 'cover-letter.write', id), body),
    );
  }

  /** The same on a letter that was taken already. */
  async add(tx: WriteTx, actor: StaffActor, row: LetterRow, body: string): Promise<LetterVersionView> {
    const outcome = addVersion(letterOf(row));
    const number = outcome.state.latestVersion;
    const { id: coverLetterId, clientId } = row;
    await this.repository.insert(tx, { coverLetterId, clientId, number, body, authorId: actor.userId });
    await this.desk.put(tx, row, outcome);
    const version = await this.repository.find(tx, row.id, number);
    if (!version) throw notFound();
    return version;
  }
}
