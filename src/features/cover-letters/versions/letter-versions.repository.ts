import { Injectable } from '@nestjs/common';
import { JsonListStatements, jsonInstant } from '../../../platform/database/json-page.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { LetterVersionAnswer, LetterVersionQueryParams } from '../cover-letters.schemas.js';
import { LetterVersionEntity } from './letter-version.entity.js';

const FROM = `from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
  where v.organization_id = $1 and v.cover_letter_id = $2`;

const FIND = statement(
  'letter-versions.find',
  `select v.number, v.body, v.author_id as "authorId", u.name as "authorName", v.created_at as "createdAt"
     ${FROM} and v.number = $3`,
);

const LIST = new JsonListStatements({
  name: 'letter-versions.list',
  item: `'number', v.number, 'body', v.body, 'authorId', v.author_id, 'authorName', u.name,
         'createdAt', ${jsonInstant('v.created_at')}`,
  from: FROM,
  keys: ['v.number'],
  keyTypes: ['int'],
  direction: 'desc',
  parameters: 2,
});

/** The texts of a letter that the caller has already found in sight. */
@Injectable()
export class LetterVersionsRepository {
  find(tx: Tx, letterId: string, number: number): Promise<LetterVersionAnswer | null> {
    return tx.row<LetterVersionAnswer>(FIND, [tx.organizationId, letterId, number]);
  }

  /** One page of versions as JSON text, newest first. */
  list(tx: Tx, letterId: string, query: LetterVersionQueryParams): Promise<string> {
    return LIST.read(tx, [tx.organizationId, letterId], query, [letterId]);
  }

  insert(tx: WriteTx, row: Pick<LetterVersionEntity, 'coverLetterId' | 'number' | 'body' | 'authorId'>): Promise<void> {
    return tx.insert(LetterVersionEntity, row);
  }
}
