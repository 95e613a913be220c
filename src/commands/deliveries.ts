import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { z } from 'zod';
import { StartError } from '../platform/config/start-error.js';
import { DeliveryDesk } from '../platform/ledger/delivery-desk.js';
import type { WaitingDelivery } from '../platform/ledger/delivery-desk.repository.js';
import { print, withApp } from './command-app.js';

/** More is not read by anybody, and `--all` goes on from there. */
const MOST = 500;
const uuid = z.uuid();

/** How a delivery is called on the command line: its line, and who is to get it. */
const idOf = ({ lineId, consumer }: WaitingDelivery): string => `${lineId}:${consumer}`;

const sentenceOf = (delivery: WaitingDelivery): string => {
  const { status, attempts, lastError, nextAt, organizationId } = delivery;
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  const last = lastError === null ? '' : `, last ${lastError}`;
  const when = status === 'parked' ? '' : `, next ${nextAt}`;
  return `${idOf(delivery)}  ${status}  ${tries}${last}${when}  organization ${organizationId}`;
};

const counted = (count: number): string => (count === 1 ? '1 delivery' : `${count} deliveries`);

export async function listDeliveries(
  { organization, status }: { organization?: string; status?: string },
  command: Command,
): Promise<void> {
  const wrong = [
    ...(organization === undefined || uuid.safeParse(organization).success
      ? []
      : ['--organization: give the id of one.']),
    ...(status === undefined || status === 'parked' || status === 'pending'
      ? []
      : ['--status: use parked or pending.']),
  ];
  if (wrong.length > 0) command.error(wrong.join('\n'));
  const statuses = status === undefined ? (['parked', 'pending'] as const) : ([status] as ['parked' | 'pending']);
  await withApp(async (app) => {
    const desk = app.get(DeliveryDesk);
    const found = await desk.list({ statuses, organizationId: organization ?? null }, MOST);
    const { pending, parked, oldestSeconds } = await desk.count();
    if (found.length > 0) print(...found.map(sentenceOf));
    if (found.length === MOST) print(`These are the ${MOST} oldest.`);
    print(`In all: ${parked} parked, ${pending} pending; the most overdue one is due for ${oldestSeconds} s.`);
  });
}

export async function retryDeliveries(
  id: string | undefined,
  { all = false, dryRun = false }: { all?: boolean; dryRun?: boolean },
  command: Command,
): Promise<void> {
  const [lineId, consumer] = id?.split(':') ?? [];
  if (all === (id !== undefined)) command.error('Give the id of one delivery (deliveries:list shows it), or --all.');
  if (id !== undefined && !(uuid.safeParse(lineId).success && consumer))
    command.error('The id is no id of a delivery: deliveries:list shows them.');
  await withApp(async (app) => {
    const desk = app.get(DeliveryDesk);
    if (all) return print(`${dryRun ? 'Would be retried' : 'Due again'}: ${counted(await everyParked(app, dryRun))}.`);
    const [found] = await desk.list(
      { statuses: ['parked', 'pending'], lineId: lineId ?? null, consumer: consumer ?? null },
      1,
    );
    if (!found) throw new StartError(`No delivery ${id} waits or is parked.`);
    print(sentenceOf(found));
    if (dryRun) return print('Would be retried: 1 delivery.');
    if (!(await desk.retry(found))) throw new StartError('It is done meanwhile, or being sent just now.');
    print('Due again: 1 delivery. A running service takes it within a second.');
  });
}

/** Slice by slice, and each once: a running service may park one again while this goes on. */
async function everyParked(app: INestApplicationContext, dryRun: boolean): Promise<number> {
  const desk = app.get(DeliveryDesk);
  const { parked } = await desk.count();
  const slice = () => desk.list({ statuses: ['parked'] }, MOST);
  if (dryRun) {
    if (parked > 0) print(...(await slice()).map(sentenceOf));
    return parked;
  }
  let retried = 0;
  for (let seen = 0; seen < parked; ) {
    const found = await slice();
    if (found.length === 0) break;
    seen += found.length;
    for (const delivery of found) if (await desk.retry(delivery)) retried += 1;
  }
  return retried;
}
