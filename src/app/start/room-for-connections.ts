import type { Config } from '../../platform/config/config.js';
import { StartError } from '../../platform/config/start-error.js';
import { connectionsNeeded, type ServingConnections } from '../../platform/database/setup/connections.js';
import { withClient } from '../../platform/database/setup/prepare.js';

const ROOM = `
  select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - current_setting('reserved_connections')::int as room,
         (select count(*)::int from pg_stat_activity where datid is not null and pid <> pg_backend_pid()) as used`;

export interface Room {
  /** A sentence for the log. */
  readonly sentence: string;
  /** Not all of them may come to be. */
  readonly isTight: boolean;
}

/**
 * How many connections this process may open, against what the server gives to all and what is open already. Throws
 * `StartError` when the server could never give them.
 */
export async function roomForConnections(config: Config, gate: ServingConnections['gate']): Promise<Room> {
  const needed = connectionsNeeded(config);
  const { room, used } = await withClient(gate, async (client) => {
    const { rows } = await client.query<{ room: number; used: number }>(ROOM);
    return rows[0] ?? { room: needed, used: 0 };
  });
  if (needed > room) {
    throw new StartError(
      `ONWARD_DATABASE_CONNECTIONS: this process may open ${needed} connections, and the server gives ${room} to all. Set it lower, or the server's max_connections higher.`,
    );
  }
  return {
    sentence: `This process may open ${needed} connections to the database; ${used} of the ${room} that the server gives to all are open.`,
    isTight: needed + used > room,
  };
}
