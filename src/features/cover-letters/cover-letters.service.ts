import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { newId } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { FollowUpsDoor } from '../follow-ups/follow-ups.door.js';
import type { CoverLetterEntity } from './cover-letter.entity.js';
import { COME_BACK, CoverLettersRepository } from './cover-letters.repository.js';
import { archive, create, restore } from './cover-letters.rules.js';
import type {
  CoverLetterListedView,
  CoverLetterPatchBody,
  CoverLetterQueryParams,
  CoverLetterView,
  NewCoverLetterBody,
} from './cover-letters.schemas.js';
import { LetterDesk, letterOf, letterView } from './letter-desk.service.js';
import { type Letter, type LetterOutcome, requireEditable } from './letter-state.rules.js';
import { LetterVersionsService } from './versions/letter-versions.service.js';

/** Letters of clients to employers, from the first draft to the archive. */
@Injectable()
export class CoverLettersService {
  constructor(
    private readonly database: Database,
    private readonly repository: CoverLettersRepository,
    private readonly desk: LetterDesk,
    private readonly versions: LetterVersionsService,
    private readonly clients: ClientsDoor,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
    followUps: FollowUpsDoor,
  ) {
    ledger.comesBack('cover-letters', COME_BACK);
    followUps.about('cover-letter', async (tx, actor, id) => {
      const found = await repository.findOwner(tx, sight(actor, 'cover-letter.read'), id);
      return found?.clientId ?? null;
    });
  }

  /** The letters in sight, newest first. */
  list(actor: StaffActor, query: CoverLetterQueryParams): Promise<Slice<CoverLetterListedView>> {
    return this.database.read(actor, async (tx) => {
      const slice = await this.repository.list(tx, sight(actor, 'cover-letter.read'), query);
      await this.looks.list(
        tx,
        'cover-letter.list-seen',
        slice.items.map(({ client }) => client.id),
      );
      return slice;
    });
  }

  get(actor: StaffActor, id: string): Promise<CoverLetterView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.repository.find(tx, sight(actor, 'cover-letter.read'), id);
      const letter = admitted(actor, 'cover-letter.read', found);
      await this.looks.record(tx, { name: 'cover-letter.seen', subjectId: id, clientId: letter.client.id });
      return letterView(letter);
    });
  }

  /** A new letter for a client; with a text, that is version 1. */
  create(actor: StaffActor, body: NewCoverLetterBody): Promise<CoverLetterView> {
    return this.database.write(actor, async (tx) => {
      const { clientId, applicationId = null, title } = body;
      await this.clients.get(tx, actor, 'cover-letter.write', clientId);
      if (applicationId !== null) await this.desk.requireApplication(tx, actor, clientId, applicationId);
      const id = newId();
      await this.repository.insert(tx, { id, clientId, applicationId, title });
      await this.desk.record(tx, create({ id, clientId }, applicationId).event);
      if (body.body !== undefined) {
        await this.versions.add(tx, actor, await this.desk.take(tx, actor, 'cover-letter.write', id), body.body);
      }
      return this.desk.answer(tx, id);
    });
  }

  /** Another title or application, until the letter is sent or put away. */
  change(actor: StaffActor, id: string, version: number, patch: CoverLetterPatchBody): Promise<CoverLetterView> {
    return this.database.write(actor, async (tx) => {
      const row = await this.desk.take(tx, actor, 'cover-letter.write', id, version);
      requireEditable({ status: row.status, sentVersion: row.sentNumber });
      const { applicationId } = patch;
      if (applicationId) await this.desk.requireApplication(tx, actor, row.clientId, applicationId);
      const changes = changesOf(row, patch) as Partial<CoverLetterEntity> | null;
      if (!changes) {
        await this.looks.record(tx, { name: 'cover-letter.seen', subjectId: id, clientId: row.clientId });
        return this.desk.answer(tx, id);
      }
      this.repository.change(tx, id, row.version, changes);
      await this.ledger.record(tx, {
        name: 'cover-letter.changed',
        subjectId: id,
        clientId: row.clientId,
        payload: { fields: Object.keys(changes) },
      });
      return this.desk.answer(tx, id);
    });
  }

  archive(actor: StaffActor, id: string): Promise<CoverLetterView> {
    return this.act(actor, id, archive);
  }

  restore(actor: StaffActor, id: string): Promise<CoverLetterView> {
    return this.act(actor, id, restore);
  }

  private act(actor: StaffActor, id: string, rule: (letter: Letter) => LetterOutcome): Promise<CoverLetterView> {
    return this.database.write(actor, async (tx: WriteTx) => {
      const row = await this.desk.take(tx, actor, 'cover-letter.write', id);
      await this.desk.put(tx, row, rule(letterOf(row)));
      return this.desk.answer(tx, id);
    });
  }
}
