import { actorKinds } from '../access/actor.js';
import { endings } from '../access/credentials.js';
import { staffRoles } from '../access/roles.js';
import { type ClassedCodes, classed } from '../kernel/tiers.js';
import { FirstSchema1764000000000 } from '../migrations/1764000000000-first-schema.js';
import { FirstWalls1764000000001 } from '../migrations/1764000000001-first-walls.js';
import { FirstPartitions1764000000002 } from '../migrations/1764000000002-first-partitions.js';
import { FirstCounts1764000000003 } from '../migrations/1764000000003-first-counts.js';
import { rootNames } from '../platform/config/config.js';
import { IdempotencyKeyEntity } from '../platform/database/idempotency-key.entity.js';
import { RootVersionEntity } from '../platform/database/roots/root-version.entity.js';
import { RequestCounterEntity } from '../platform/http/request-counter.entity.js';
import { DeliveryEntity, deliveryStatuses } from '../platform/ledger/delivery.entity.js';
import { ledgerFunctions } from '../platform/ledger/functions.js';
import { LedgerLineEntity } from '../platform/ledger/ledger-line.entity.js';
import { MailSlotEntity, mailPurposes } from '../platform/mail/mail-slot.entity.js';
import type { DatabaseFunctions, DatabaseTriggers } from '../platform/rooms/room.js';
import { ClientKeyEntity } from '../platform/sealing/client-key.entity.js';
import { OrganizationKeyEntity } from '../platform/sealing/organization-key.entity.js';
import { rooms } from './rooms.js';

/** Every table, by name: nothing is found by a file pattern, so nothing is found by accident. */
export const entities = [
  ClientKeyEntity,
  DeliveryEntity,
  IdempotencyKeyEntity,
  LedgerLineEntity,
  MailSlotEntity,
  OrganizationKeyEntity,
  RequestCounterEntity,
  RootVersionEntity,
  ...rooms.flatMap((room) => room.entities ?? []),
];

/**
 * Every function of ours in the database, by name, with the tables that it touches.
 * @internal Read by the floors for SQL.
 */
export const functions: DatabaseFunctions = Object.assign(
  {},
  ledgerFunctions,
  ...rooms.map((room) => room.functions ?? {}),
);

/**
 * Every trigger of ours, by table, with the functions that it sets off.
 * @internal Read by the floors for SQL.
 */
export const triggers: DatabaseTriggers = Object.assign({}, ...rooms.map((room) => room.triggers ?? {}));

/**
 * Every closed list of codes, with the class of each code.
 * @internal Read by the data catalogue.
 */
export const codes: Readonly<Record<string, ClassedCodes>> = Object.assign(
  {
    'actor kind': classed('T0', actorKinds),
    'delivery status': classed('T0', deliveryStatuses),
    'end of a way in': classed('T0', endings),
    'purpose of a mail': classed('T0', mailPurposes),
    root: classed('T0', rootNames),
    'staff role': classed('T0', staffRoles),
  },
  ...rooms.map((room) => room.codes ?? {}),
);

export const migrations = [
  FirstSchema1764000000000,
  FirstWalls1764000000001,
  FirstPartitions1764000000002,
  FirstCounts1764000000003,
];

/** The names of all timed jobs. Their queues are made with the schema; rooms say what they do. */
export const jobNames = ['housekeeping.sweep', 'ledger.partitions', ...rooms.flatMap((room) => room.jobs ?? [])];
