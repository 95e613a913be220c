import type { DatabaseFunctions } from '../rooms/room.js';

/** What the owner left for those who serve (see the migrations), with the tables that each touches. */
export const ledgerFunctions: DatabaseFunctions = {
  ledger_lines_listing: ['ledger_lines'],
  ledger_partitions_ahead: ['ledger_lines'],
};
