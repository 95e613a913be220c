import { Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../platform/database/classes.js';
import { BelongsTo, OneOf, TenantRow } from '../../platform/database/columns.js';
import { reviewDecisions } from './letter-state.rules.js';

/** What a second person said about a version: the decision in clear, the comments (a list as JSON) sealed. */
@Entity('letter_reviews')
@BelongsTo('cover_letters', 'coverLetterId')
@Index(['organizationId', 'coverLetterId', 'id'])
@OneOf('decision', reviewDecisions)
@Classified({ T0: ['coverLetterId', 'versionNumber', 'reviewerId', 'decision'] })
export class LetterReviewEntity extends TenantRow {
  @Column('uuid')
  coverLetterId: string;

  @Column('int')
  versionNumber: number;

  @Column('uuid')
  reviewerId: string;

  @Column('text')
  decision: string;

  @SealedColumn()
  sealedComments: string;
}
