import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/ids.js';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { ClientSeal } from '../../../platform/sealing/client-seal.js';
import type { Place } from '../../../platform/sealing/envelope.js';
import { clientKeys } from '../../../platform/sealing/sealed-text.js';
import { Sealing } from '../../../platform/sealing/sealing.js';
import type { LetterVersionQueryParams, LetterVersionView } from '../cover-letters.schemas.js';
import { LetterVersionEntity } from './letter-version.entity.js';

/** A version, before it is opened. */
export type ClosedVersion = Omit<LetterVersionView, 'body'> & { id: string; sealedBody: string };

export const CLOSED_VERSION = projection<ClosedVersion>({
  id: 'v.id',
  number: 'v.number',
  sealedBody: 'v.sealed_body',
  author: { id: 'v.author_id', name: 'u.name' },
  createdAt: 'v.created_at',
});

/** On its own it brings the keys that open it. */
type VersionAlone = ClosedVersion & { clientId: string; keys: string | null };
const ALONE = projection<VersionAlone>({
  ...CLOSED_VERSION.columns,
  clientId: 'l.client_id',
  keys: clientKeys('l.client_id'),
});

const FROM = `from letter_versions v
  join cover_letters l on l.organization_id = v.organization_id and l.id = v.cover_letter_id
  join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = $1 and v.cover_letter_id = $2`;

const FIND = statement('cover-letters.versions.find', `select ${ALONE.select} ${FROM} and v.number = $3`);

const LIST = new List<VersionAlone, LetterVersionQueryParams>({
  name: 'cover-letters.versions.list',
  item: ALONE,
  from: FROM,
  filters: { updatedAfter: changedAfter('v.created_at') },
  sorts: { number: { 'v.number': 'int' } },
  by: '-number',
});

/** A version to write down; its text in clear. */
export interface VersionToAdd {
  coverLetterId: string;
  clientId: string;
  number: number;
  body: string;
  authorId: string;
}

/** Where the text of a version is sealed. */
export const versionPlace = (id: string): Place => ['letter_versions', id];

/** Null where the key of the client is erased: then the text is gone. */
export function openVersion(seal: ClientSeal | null, { id, sealedBody, ...version }: ClosedVersion) {
  return seal && { ...version, body: seal.open(versionPlace(id), sealedBody) };
}

/** The texts of a letter that the caller has already found in sight: sealed on their way in, opened on their way out. */
@Injectable()
export class LetterVersionsRepository {
  constructor(private readonly sealing: Sealing) {}

  async find(tx: Tx, letterId: string, number: number): Promise<LetterVersionView | null> {
    const row = ALONE.read(await tx.row(FIND, [tx.organizationId, letterId, number]));
    return row && this.open(tx, row);
  }

  /** Newest first. Of a client whose key is erased there is nothing left to show. */
  async list(tx: Tx, letterId: string, query: LetterVersionQueryParams): Promise<Slice<LetterVersionView>> {
    return (await LIST.read(tx, query, [letterId])).as((row) => this.open(tx, row));
  }

  async insert(tx: WriteTx, { clientId, body, ...row }: VersionToAdd): Promise<void> {
    const id = newId();
    const sealedBody = (await this.sealing.toSeal(tx, clientId)).seal(versionPlace(id), body);
    await tx.insert(LetterVersionEntity, { ...row, id, sealedBody });
  }

  private open(tx: Tx, { clientId, keys, ...version }: VersionAlone): LetterVersionView | null {
    return openVersion(this.sealing.remember(tx, clientId, keys), version);
  }
}
