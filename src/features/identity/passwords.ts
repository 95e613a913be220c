import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../kernel/errors.js';
import { FairSlots } from '../../platform/http/admission/fair-slots.js';

/** OWASP's first choice for Argon2id: 19 MiB, 2 passes, 1 lane. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 } as const;
const argon2 = promisify(argon2Callback);

/**
 * Only so many at once, so that a flood of sign-ins cannot starve the rest, with a fair share for each network: a crowd
 * fills its own queue, and whoever comes from elsewhere is next. The queue is short, for each that waits in it holds a
 * place among the requests in work; who finds no place is turned away with 503.
 */
const turns = new FairSlots({ most: 2, mostWaiting: 16, mostWaitingOfOne: 8, patienceMs: 5000 });

/** Devices that are known have a turn of their own, which no crowd of strangers can fill, from however many networks. */
const turnsOfKnown = new FairSlots({ most: 1, mostWaiting: 16, mostWaitingOfOne: 2, patienceMs: 5000 });
const KNOWN = 'known/';

/** The share of a device that signed in before. */
export const shareOfKnown = (device: string): string => KNOWN + device;

/** The share of the house itself: commands, and what has no network. */
const HOUSE = 'house';

async function inTurn<Result>(share: string, work: () => Promise<Result>): Promise<Result> {
  const queue = share.startsWith(KNOWN) ? turnsOfKnown : turns;
  if (!(await queue.enter(share))) throw new AppError('unavailable', 'http.unavailable');
  try {
    return await work();
  } finally {
    queue.leave(share);
  }
}

const derive = (
  password: string,
  nonce: Buffer,
  cost: { memory: number; passes: number; parallelism: number; tagLength: number },
  share: string,
) =>
  inTurn(
    share,
    () => argon2('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, ...cost }) as Promise<Buffer>,
  );

/** The password as stored: parameters, salt and Argon2id tag. `share`: whose place in the queue it takes. */
export async function hashPassword(password: string, share = HOUSE): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, nonce, COST, share);
  return `argon2id$${COST.memory}$${COST.passes}$${COST.parallelism}$${nonce.toString('base64')}$${tag.toString('base64')}`;
}

/** Compared against when there is no such account, so that the answer takes as long. */
const nobody = hashPassword(randomBytes(16).toString('base64'));

/** Does the password fit the stored hash? With no hash it takes the same time and says no. */
export async function passwordFits(password: string, stored: string | null, share = HOUSE): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = '', tag = ''] = (stored ?? (await nobody)).split('$');
  const expected = Buffer.from(tag, 'base64');
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  };
  const found = await derive(password, Buffer.from(nonce, 'base64'), cost, share);
  return timingSafeEqual(found, expected) && stored !== null;
}

/** Was it hashed with older parameters than today's? Then the next sign-in hashes it anew. */
export const needsRehash = (stored: string): boolean =>
  !stored.startsWith(`argon2id$${COST.memory}$${COST.passes}$${COST.parallelism}$`);
