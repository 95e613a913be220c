import { Column, Entity, Index } from 'typeorm';
import { Classified, SealedColumn } from '../../../platform/database/classes.js';
import { BelongsTo, TenantRow } from '../../../platform/database/columns.js';

/** The text of a letter at one moment, sealed. Never changed. */
@Entity('letter_versions')
@BelongsTo('cover_letters', 'coverLetterId')
@Index('letter_versions_number_key', ['organizationId', 'coverLetterId', 'number'], { unique: true })
@Classified({ T0: ['coverLetterId', 'number', 'authorId'] })
export class LetterVersionEntity extends TenantRow {
  @Column('uuid')
  coverLetterId: string;

  @Column('int')
  number: number;

  @SealedColumn()
  sealedBody: string;

  @Column('uuid')
  authorId: string;
}
