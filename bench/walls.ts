import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type ClientConfig } from 'pg';
import type { Case } from './cases.js';
import type { Contender } from './contenders/contender.js';
import { clientOfCoach, id } from './data.js';
import { answer, type Recording } from './recording/record.js';

/*
 * A figure with the walls down is worth nothing: before and after measuring, Onward must refuse whom it has to refuse,
 * and everybody who writes looks must have written them.
 */

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`The walls do not stand: ${what}`);
};

const statusOf = async (onward: Contender, path: string, token: string | undefined): Promise<Response> =>
  fetch(`http://127.0.0.1:${onward.port}${path}`, token ? { headers: { authorization: `Bearer ${token}` } } : {});

/** Nobody without a token; nothing of another organization, neither by id nor in a list. */
export async function assertWalls(onward: Contender): Promise<void> {
  const client = `/v1/clients/${clientOfCoach(1)}`;
  must((await statusOf(onward, client, undefined)).status === 401, 'a request without token is answered');
  must((await statusOf(onward, client, `${onward.tokens.coach}x`)).status === 401, 'a forged token is taken');
  must(
    (await statusOf(onward, client, onward.tokens.stranger)).status === 404,
    'a client of another organization is shown',
  );
  const list = await statusOf(onward, '/v1/clients?limit=50', onward.tokens.stranger);
  const { items } = (await list.json()) as { items: { id: string; coach: { id: string } }[] };
  must(list.status === 200 && items.length > 0, 'the stranger sees not even its own');
  must(
    items.every(({ coach }) => coach.id === id(2, 2)),
    'a list shows clients of another organization',
  );
}

/** The ledger of the measured database. */
export class Lines {
  private constructor(private readonly client: pg.Client) {}

  static async of(admin: ClientConfig): Promise<Lines> {
    const client = new pg.Client(admin);
    await client.connect();
    return new Lines(client);
  }

  async count(): Promise<number> {
    return Number((await this.client.query('select count(*) from ledger_lines')).rows[0].count);
  }

  /** The count once nobody writes any more: requests that the load has left behind are still being answered. */
  async settled(): Promise<number> {
    for (let [last, now] = [-1, await this.count()]; ; [last, now] = [now, await this.count()]) {
      if (now === last) return now;
      await sleep(250);
    }
  }

  end = (): Promise<void> => this.client.end();
}

/** One request of each kind to each contender that takes part leaves the lines that it leaves with Onward. */
export async function assertLooks(
  contenders: readonly Contender[],
  of: Case,
  turn: () => number,
  lines: Lines,
  recording: Recording,
): Promise<void> {
  for (const contender of contenders) {
    if (contender.name === 'nest-plain') continue;
    for (let part = 0; part < of.unit; part += 1) {
      const request = of.next(turn());
      const before = await lines.settled();
      await answer(contender, request);
      const left = (await lines.count()) - before;
      const wanted = recording.lines[request.kind] ?? 0;
      must(left === wanted, `${contender.name} wrote ${left} lines for ${request.kind}, not ${wanted}`);
    }
  }
}
