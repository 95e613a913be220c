import { Injectable } from '@nestjs/common';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { LetterVersionQueryParams, LetterVersionView } from '../cover-letters.schemas.js';
import { LetterVersionEntity } from './letter-version.entity.js';

export const LETTER_VERSION = projection<LetterVersionView>({
  number: 'v.number',
  body: 'v.body',
  author: { id: 'v.author_id', name: 'u.name' },
  createdAt: 'v.created_at',
});

const FROM = `from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = $1 and v.cover_letter_id = $2`;

const FIND = statement('cover-letters.versions.find', `select ${LETTER_VERSION.select} ${FROM} and v.number = $3`);

const LIST = new List<LetterVersionView, LetterVersionQueryParams>({
  name: 'cover-letters.versions.list',
  item: LETTER_VERSION,
  from: FROM,
  filters: { updatedAfter: changedAfter('v.created_at') },
  sorts: { number: { 'v.number': 'int' } },
  by: '-number',
});

/** The texts of a letter that the caller has already found in sight. */
@Injectable()
export class LetterVersionsRepository {
  async find(tx: Tx, letterId: string, number: number): Promise<LetterVersionView | null> {
    return LETTER_VERSION.read(await tx.row(FIND, [tx.organizationId, letterId, number]));
  }

  /** Newest first. */
  list(tx: Tx, letterId: string, query: LetterVersionQueryParams): Promise<Slice<LetterVersionView>> {
    return LIST.read(tx, query, [letterId]);
  }

  insert(tx: WriteTx, row: Pick<LetterVersionEntity, 'coverLetterId' | 'number' | 'body' | 'authorId'>): Promise<void> {
    return tx.insert(LetterVersionEntity, row);
  }
}
