import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import { CoverLetterEntity } from './cover-letter.entity.js';
import type { LetterStatus } from './cover-letters.events.js';
import type { CoverLetterAnswer, CoverLetterQueryParams } from './cover-letters.schemas.js';
import { LetterReviewEntity } from './letter-review.entity.js';

/** A letter as it lies on the desk while it is worked on, with the coach whose caseload it stands in. */
export interface LetterRow {
  id: string;
  clientId: string;
  coachId: string;
  applicationId: string | null;
  title: string;
  state: LetterStatus;
  latestNumber: number;
  sentNumber: number | null;
  sentAt: string | null;
  version: number;
}

const COLUMNS = `l.id, l.client_id as "clientId", l.application_id as "applicationId", l.title, l.state,
  l.latest_number as "latestNumber", l.sent_number as "sentNumber", l.sent_at as "sentAt", l.version`;

const ITEM = `'id', l.id, 'clientId', l.client_id, 'applicationId', l.application_id, 'title', l.title,
  'state', l.state, 'latestNumber', l.latest_number, 'sentNumber', l.sent_number, 'sentAt', ${jsonInstant('l.sent_at')},
  'createdAt', ${jsonInstant('l.created_at')}, 'updatedAt', ${jsonInstant('l.updated_at')}, 'version', l.version`;

const LATEST_VERSION = `(
  select jsonb_build_object('number', v.number, 'body', v.body, 'authorId', v.author_id, 'authorName', u.name,
                            'createdAt', ${jsonInstant('v.created_at')})
    from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
   where v.organization_id = l.organization_id and v.cover_letter_id = l.id and v.number = l.latest_number)`;

const REVIEWS = `(
  select coalesce(jsonb_agg(r.item order by r.id desc), '[]')
    from (select r.id, jsonb_build_object('id', r.id, 'versionNumber', r.version_number, 'decision', r.decision,
                   'comments', r.comments, 'reviewerId', r.reviewer_id, 'reviewerName', u.name,
                   'createdAt', ${jsonInstant('r.created_at')}) as item
            from letter_reviews r join users u on u.organization_id = r.organization_id and u.id = r.reviewer_id
           where r.organization_id = l.organization_id and r.cover_letter_id = l.id
           order by r.id desc limit 100) r)`;

const from = (reach: Reach): string =>
  `from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and ${clientSight(reach, 'c')}`;

const FIND = bySight((reach) =>
  statement(
    `cover-letters.find.${reach}`,
    `select ${COLUMNS}, l.created_at as "createdAt", l.updated_at as "updatedAt",
            ${LATEST_VERSION} as "latestVersion", ${REVIEWS} as reviews
       ${from(reach)} and l.id = $2`,
  ),
);

const CLIENT = bySight((reach) =>
  statement(`cover-letters.client.${reach}`, `select l.client_id as "clientId" ${from(reach)} and l.id = $2`),
);

const LOCK = bySight((reach) =>
  statement(
    `cover-letters.lock.${reach}`,
    `select ${COLUMNS}, c.coach_id as "coachId" ${from(reach)} and l.id = $2 for update of l`,
  ),
);

/** `$2` is a state or null; each list has its own index. */
const list = (name: string, reach: Reach, filter: string, parameters: number): JsonListStatements =>
  new JsonListStatements({
    name: `cover-letters.${name}.${reach}`,
    item: ITEM,
    from: `${from(reach)} and ($2::text is null or l.state = $2) ${filter}`,
    keys: ['l.id'],
    keyTypes: ['uuid'],
    direction: 'desc',
    parameters,
  });

const LIST = bySight((reach) => list('list', reach, '', 2));
const LIST_OF_CLIENT = bySight((reach) => list('list-of-client', reach, 'and l.client_id = $3', 3));
const LIST_OF_APPLICATION = bySight((reach) =>
  list('list-of-application', reach, 'and l.application_id = $3 and ($4::uuid is null or l.client_id = $4)', 4),
);

@Injectable()
export class CoverLettersRepository {
  find(tx: Tx, reach: Reach, id: string): Promise<CoverLetterAnswer | null> {
    return tx.row<CoverLetterAnswer>(FIND[reach], [tx.organizationId, id]);
  }

  /** Whose letter it is, or null when it is not in sight. */
  async findClient(tx: Tx, reach: Reach, id: string): Promise<string | null> {
    const row = await tx.row<{ clientId: string }>(CLIENT[reach], [tx.organizationId, id]);
    return row?.clientId ?? null;
  }

  lock(tx: WriteTx, reach: Reach, id: string): Promise<LetterRow | null> {
    return tx.row<LetterRow>(LOCK[reach], [tx.organizationId, id]);
  }

  /** One page of letters as JSON text, newest first. */
  list(tx: Tx, reach: Reach, query: CoverLetterQueryParams): Promise<string> {
    const { clientId = null, applicationId = null, state = null } = query;
    const values = [tx.organizationId, state];
    const filter = [clientId, applicationId, state];
    if (applicationId) {
      return LIST_OF_APPLICATION[reach].read(tx, [...values, applicationId, clientId], query, filter);
    }
    if (clientId) return LIST_OF_CLIENT[reach].read(tx, [...values, clientId], query, filter);
    return LIST[reach].read(tx, values, query, filter);
  }

  insert(tx: WriteTx, row: Pick<CoverLetterEntity, 'id' | 'clientId' | 'applicationId' | 'title'>): Promise<void> {
    return tx.insert(CoverLetterEntity, row);
  }

  update(tx: WriteTx, id: string, version: number, patch: Partial<CoverLetterEntity>): Promise<boolean> {
    return tx.update(CoverLetterEntity, id, version, patch);
  }

  insertReview(
    tx: WriteTx,
    row: Pick<LetterReviewEntity, 'coverLetterId' | 'versionNumber' | 'reviewerId' | 'decision' | 'comments'>,
  ): Promise<void> {
    return tx.insert(LetterReviewEntity, row);
  }
}
