import { Entity, Index } from 'typeorm';
import { BelongsTo, OneOf } from '../../../platform/database/columns.js';
import { CredentialRow } from '../../../platform/database/credential-row.js';

export const sessionPurposes = ['sign_in'] as const;

/** One sign-in on one device, until it ends. Its subject is the account. */
@Entity('sessions')
@BelongsTo('users', 'subjectId')
@Index(['organizationId', 'subjectId'])
@OneOf('purpose', sessionPurposes)
export class SessionEntity extends CredentialRow {}
