import pg, { type ClientConfig } from 'pg';
import { isTenantSetting } from '../recording/template.js';
import type { Trip } from '../recording/wire.js';

/** What the statements of one request cost PostgreSQL: pages looked at, and time. */
export interface Cost {
  readonly buffers: number;
  readonly ms: number;
}

interface Explained {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
  'Execution Time': number;
}

const isFrame = (text: string): boolean => /^\s*(begin|commit|rollback)\s*$/i.test(text);
const literal = (value: string | null): string => (value === null ? 'null' : pg.escapeLiteral(value));

/**
 * Runs the recorded statements again under EXPLAIN (ANALYZE, BUFFERS), as the role that ran them with its tenant set,
 * or as a superuser whom no wall concerns, and takes everything back. The second of two runs counts: the first warms up.
 * The time is of the whole: a clock read for each row would be most of a count.
 */
export async function costOf(
  admin: ClientConfig,
  trips: readonly Trip[],
  as: 'the same role' | 'nobody',
): Promise<Cost> {
  const client = new pg.Client({ ...admin, options: '-c TimeZone=UTC -c DateStyle=ISO -c random_page_cost=1.1' });
  await client.connect();
  try {
    await explainAll(client, trips, as);
    return await explainAll(client, trips, as);
  } finally {
    await client.end();
  }
}

async function explainAll(client: pg.Client, trips: readonly Trip[], as: 'the same role' | 'nobody'): Promise<Cost> {
  let [buffers, ms] = [0, 0];
  await client.query('begin');
  let role = '';
  for (const trip of trips) {
    if (as === 'the same role' && trip.role !== role) {
      role = trip.role;
      await client.query('reset role');
      await client.query(`set local role ${pg.escapeIdentifier(role)}`);
    }
    for (const { text, values } of trip.steps) {
      if (isFrame(text)) continue;
      if (isTenantSetting(text)) {
        await client.query(text, [...values]);
        continue;
      }
      await client.query(`prepare step as ${text}`);
      const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
      const { rows } = await client.query(`explain (analyze, timing off, buffers, format json) execute step${given}`);
      await client.query('deallocate step');
      const [explained] = rows[0]['QUERY PLAN'] as [Explained];
      buffers += explained.Plan['Shared Hit Blocks'] + explained.Plan['Shared Read Blocks'];
      ms += explained['Execution Time'];
    }
  }
  await client.query('rollback');
  return { buffers, ms };
}
