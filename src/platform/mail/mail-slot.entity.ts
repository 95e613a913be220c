import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Classified } from '../database/classes.js';
import { InOrganization, OneOf } from '../database/columns.js';

/** What a mail is for; each has its own number a day. */
export const mailPurposes = ['message', 'invitation'] as const;
export type MailPurpose = (typeof mailPurposes)[number];

/** A mail that an organization may send on this day. */
@Entity('mail_slots')
@InOrganization()
@Index('mail_slots_of_day_idx', ['organizationId', 'day', 'purpose'])
@OneOf('purpose', mailPurposes)
@Classified({ T0: ['organizationId', 'causeId', 'purpose', 'day'] })
export class MailSlotEntity {
  @PrimaryColumn('uuid')
  organizationId: string;

  /** What it follows from: one mail for each, however often it is tried. */
  @PrimaryColumn('uuid')
  causeId: string;

  @Column('text')
  purpose: MailPurpose;

  /** On the organization's calendar. */
  @Column('date')
  day: string;
}
