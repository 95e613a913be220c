import type { Type } from '@nestjs/common';
import type { DataSourceOptions } from 'typeorm';
import type { EventDeclaration } from '../../kernel/events.js';
import type { StateMachine } from '../../kernel/state-machine.js';
import type { ClassedCodes } from '../../kernel/tiers.js';
import type { CredentialKind } from './credential-kind.js';

type Entities = Extract<NonNullable<DataSourceOptions['entities']>, readonly unknown[]>;

export type DatabaseFunctions = Readonly<Record<string, readonly string[]>>;
export type DatabaseTriggers = Readonly<Record<string, readonly string[]>>;

/**
 * What a room says of itself, once. Module list, schema, floors, queues, generated pages and the checks of the house
 * follow from it.
 */
export interface Room {
  /** The room's folder; also how its statements, and its file of texts, begin. */
  readonly name: string;
  /** The rooms whose doors it may use and whose tables it may read. No circles; who stands above is never named. */
  readonly uses: readonly string[];
  readonly module: Type;
  /** Its tables. */
  readonly entities?: Entities;
  /** Its closed lists of codes by name, each code with its class. Of columns, the entities say it. */
  readonly codes?: Readonly<Record<string, ClassedCodes>>;
  /** What it records in the ledger, by name. */
  readonly events?: Readonly<Record<string, EventDeclaration<unknown>>>;
  /** The kinds of ways in that it gives out. */
  readonly credentials?: readonly CredentialKind[];
  /** Names of its timed jobs. */
  readonly jobs?: readonly string[];
  readonly machines?: readonly StateMachine<string>[];
  /** Its functions in the database, with the tables that each touches: PostgreSQL does not know what stands in them. */
  readonly functions?: DatabaseFunctions;
  /** Its tables whose changes set off a function of its own. A trigger never crosses rooms. */
  readonly triggers?: DatabaseTriggers;
}
