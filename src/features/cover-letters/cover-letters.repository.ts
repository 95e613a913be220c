import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { columnsOf, jsonRow, jsonRows, projection } from '../../platform/database/projection.js';
import { bySight, thatStand } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { ComeBack } from '../../platform/ledger/consumers.js';
import type { Place } from '../../platform/sealing/envelope.js';
import { clientKeys } from '../../platform/sealing/sealed-text.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import { clientRef, clientSight } from '../clients/clients.sight.js';
import { CoverLetterEntity } from './cover-letter.entity.js';
import type { LetterStatus } from './cover-letters.events.js';
import type { ReviewComment } from './cover-letters.rules.js';
import type { CoverLetterListedView, CoverLetterQueryParams, CoverLetterView } from './cover-letters.schemas.js';
import { LetterReviewEntity } from './letter-review.entity.js';
import { CLOSED_VERSION, type ClosedVersion, openVersion } from './versions/letter-versions.repository.js';

/** A letter as it lies on the desk while it is worked on, with the coach whose caseload it stands in. */
export interface LetterRow {
  id: string;
  clientId: string;
  coachId: string;
  /** Also while that is deleted: it may come back. */
  applicationId: string | null;
  /** Null while it is deleted. */
  applicationInSight: string | null;
  title: string;
  status: LetterStatus;
  latestNumber: number;
  sentNumber: number | null;
  sentAt: string | null;
  version: number;
}

/**
 * Asked for the rows that are shown, after the sort: a join would fetch it for every letter of a caseload. Of a deleted
 * application a letter tells nothing, as long as it is deleted.
 */
const ofTheApplication = (what: string): string =>
  `(select ${what} from applications a join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
     where a.organization_id = l.organization_id and a.id = l.application_id and ${thatStand('a')})`;

const LISTED = projection<CoverLetterListedView>({
  id: 'l.id',
  client: clientRef('c'),
  application: {
    id: ofTheApplication('a.id'),
    jobTitle: ofTheApplication('a.job_title'),
    employer: { id: ofTheApplication('e.id'), name: ofTheApplication('e.name') },
  },
  title: 'l.title',
  status: 'l.status',
  latestNumber: 'l.latest_number',
  sentNumber: 'l.sent_number',
  sentAt: 'l.sent_at',
  createdAt: 'l.created_at',
  updatedAt: 'l.updated_at',
  version: 'l.version',
});

const LATEST_VERSION = jsonRow(
  CLOSED_VERSION,
  `from letter_versions v join users u on u.organization_id = v.organization_id and u.id = v.author_id
    where v.organization_id = l.organization_id and v.cover_letter_id = l.id and v.number = l.latest_number`,
);

type ReviewView = CoverLetterView['reviews'][number];
/** A review, before it is opened. */
type ClosedReview = Omit<ReviewView, 'comments'> & { sealedComments: string };

const REVIEWS = jsonRows(
  projection<ClosedReview>({
    id: 'r.id',
    versionNumber: 'r.version_number',
    decision: 'r.decision',
    sealedComments: 'r.sealed_comments',
    reviewer: { id: 'r.reviewer_id', name: 'u.name' },
    createdAt: 'r.created_at',
  }),
  `from (select * from letter_reviews where organization_id = l.organization_id and cover_letter_id = l.id
          order by id desc limit 100) r
   join users u on u.organization_id = r.organization_id and u.id = r.reviewer_id`,
  'r.id desc',
);

/** As it is answered, without what may come next; with the coach whose caseload it stands in. */
export type LetterShown = Omit<CoverLetterView, 'moves'> & { coachId: string };

/** A letter, before it is opened: its keys come once, for all of its texts. */
type ClosedLetter = Omit<LetterShown, 'latestVersion' | 'reviews'> & {
  keys: string | null;
  latestVersion: ClosedVersion | null;
  reviews: ClosedReview[];
};

const LETTER = projection<ClosedLetter>({
  ...LISTED.columns,
  coachId: 'c.coach_id',
  keys: clientKeys('l.client_id'),
  latestVersion: LATEST_VERSION,
  reviews: REVIEWS,
});

const LOCKED = projection<LetterRow & { keys: string | null }>({
  ...columnsOf(LISTED, 'id', 'title', 'status', 'latestNumber', 'sentNumber', 'sentAt'),
  clientId: 'l.client_id',
  applicationId: 'l.application_id',
  applicationInSight: ofTheApplication('a.id'),
  version: 'l.version',
  coachId: 'c.coach_id',
  keys: clientKeys('l.client_id'),
});

const from = (reach: Reach): string =>
  `from cover_letters l join clients c on c.organization_id = l.organization_id and c.id = l.client_id
  where l.organization_id = $1 and ${clientSight(reach, 'c')}`;

const FIND = bySight((reach) =>
  statement(`cover-letters.find.${reach}`, `select ${LETTER.select} ${from(reach)} and l.id = $2`),
);

const OWNER = bySight((reach) =>
  statement(
    `cover-letters.owner.${reach}`,
    `select l.client_id as "clientId", c.coach_id as "coachId" ${from(reach)} and l.id = $2`,
  ),
);

const LOCK = bySight((reach) =>
  statement(`cover-letters.lock.${reach}`, `select ${LOCKED.select} ${from(reach)} and l.id = $2 for update of l`),
);

const LIST = bySight(
  (reach) =>
    new List<CoverLetterListedView, CoverLetterQueryParams>({
      name: `cover-letters.list.${reach}`,
      item: LISTED,
      from: from(reach),
      filters: {
        clientId: is('l.client_id', 'uuid'),
        applicationId: is('l.application_id', 'uuid'),
        status: is('l.status'),
        updatedAfter: changedAfter('l.updated_at'),
      },
      sorts: { createdAt: { 'l.id': 'uuid' }, updatedAt: { 'l.updated_at': 'timestamptz', 'l.id': 'uuid' } },
      by: '-createdAt',
    }),
);

/** What comes back with its client, or shows its application again. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'cover-letters.come-back-with-client',
    'update cover_letters set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2',
  ),
  'application.restored': statement(
    'cover-letters.come-back-with-application',
    'update cover_letters set version = version + 1, updated_at = now() where organization_id = $1 and application_id = $2',
  ),
};

/** A review to write down; its comments in clear. */
export interface ReviewToAdd extends Pick<ReviewView, 'versionNumber' | 'decision'> {
  coverLetterId: string;
  clientId: string;
  reviewerId: string;
  comments: readonly ReviewComment[];
}

const reviewPlace = (id: string): Place => ['letter_reviews', id];

/** Texts are sealed on their way in and opened on their way out: nobody above knows. */
@Injectable()
export class CoverLettersRepository {
  constructor(private readonly sealing: Sealing) {}

  async find(tx: Tx, reach: Reach, id: string): Promise<LetterShown | null> {
    const row = LETTER.read(await tx.row(FIND[reach], [tx.organizationId, id]));
    return row && this.open(tx, row);
  }

  /** Whose letter it is, and on whose caseload; null when it is not in sight. */
  findOwner(tx: Tx, reach: Reach, id: string): Promise<{ clientId: string; coachId: string } | null> {
    return tx.row<{ clientId: string; coachId: string }>(OWNER[reach], [tx.organizationId, id]);
  }

  /** The letter as it is answered: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<LetterShown> {
    return this.open(tx, LETTER.read(await tx.last(FIND.organization, [tx.organizationId, id])));
  }

  /** Brings the keys along: what is written on the letter afterwards needs no look-up. */
  async lock(tx: WriteTx, reach: Reach, id: string): Promise<LetterRow | null> {
    const found = LOCKED.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
    if (!found) return null;
    const { keys, ...row } = found;
    this.sealing.remember(tx, row.clientId, keys);
    return row;
  }

  /** Newest first. */
  list(tx: Tx, reach: Reach, query: CoverLetterQueryParams): Promise<Slice<CoverLetterListedView>> {
    return LIST[reach].read(tx, query);
  }

  insert(tx: WriteTx, row: Pick<CoverLetterEntity, 'id' | 'clientId' | 'applicationId' | 'title'>): Promise<void> {
    return tx.insert(CoverLetterEntity, row);
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<CoverLetterEntity>): void {
    tx.change(CoverLetterEntity, id, version, patch);
  }

  async insertReview(tx: WriteTx, { clientId, comments, ...row }: ReviewToAdd): Promise<void> {
    const seal = await this.sealing.toSeal(tx, clientId);
    // Reviews are listed by their ids, so the clock of the database makes them.
    const id = tx.firstId;
    const sealedComments = seal.seal(reviewPlace(id), JSON.stringify(comments));
    await tx.insert(LetterReviewEntity, { ...row, id, sealedComments });
  }

  /** Where the key of the client is erased, the texts are gone: no version, no reviews. */
  private open(tx: Tx, { keys, latestVersion, reviews, ...letter }: ClosedLetter): LetterShown {
    const seal = this.sealing.remember(tx, letter.client.id, keys);
    const opened = ({ sealedComments, ...review }: ClosedReview): ReviewView[] => {
      const text = seal?.open(reviewPlace(review.id), sealedComments);
      return text === undefined ? [] : [{ ...review, comments: JSON.parse(text) as ReviewView['comments'] }];
    };
    return {
      ...letter,
      latestVersion: latestVersion && openVersion(seal, latestVersion),
      reviews: reviews.flatMap(opened),
    };
  }
}
