import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type RootName, rootNames } from '../../config/config.js';
import { Classified } from '../classes.js';
import { OneOf } from '../columns.js';

/**
 * Which roots this database was made with, by what only the right one yields. Not a tenant table: roots are the
 * installation's. The newest that is in use makes; those that are not retired are still accepted.
 */
@Entity('root_versions')
@OneOf('root', rootNames)
@Classified({ T0: ['root', 'version', 'usedFrom', 'retiredAt'], T1: ['checkValue'] })
export class RootVersionEntity {
  @PrimaryColumn('text')
  root: RootName;

  @PrimaryColumn('int')
  version: number;

  @Column('text')
  checkValue: string;

  @Column('timestamptz')
  usedFrom: string;

  @Column('timestamptz', { nullable: true })
  retiredAt: string | null;
}
