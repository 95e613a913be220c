import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../kernel/errors.js';

/** OWASP's first choice for Argon2id: 19 MiB, 2 passes, 1 lane. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 } as const;
const argon2 = promisify(argon2Callback);

/** Only so many at once, so that a flood of sign-ins cannot starve the rest; a long queue is turned away with 503. */
const AT_ONCE = 2;
const LONGEST_QUEUE = 64;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (waiting.length >= LONGEST_QUEUE) throw new AppError('unavailable', 'http.unavailable');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

const derive = (
  password: string,
  nonce: Buffer,
  cost: { memory: number; passes: number; parallelism: number; tagLength: number },
) =>
  inTurn(
    () => argon2('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, ...cost }) as Promise<Buffer>,
  );

/** The password as stored: parameters, salt and Argon2id tag. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, nonce, COST);
  return `argon2id$${COST.memory}$${COST.passes}$${COST.parallelism}$${nonce.toString('base64')}$${tag.toString('base64')}`;
}

/** Compared against when there is no such account, so that the answer takes as long. */
const nobody = hashPassword(randomBytes(16).toString('base64'));

/** Does the password fit the stored hash? With no hash it takes the same time and says no. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = '', tag = ''] = (stored ?? (await nobody)).split('$');
  const expected = Buffer.from(tag, 'base64');
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  };
  const found = await derive(password, Buffer.from(nonce, 'base64'), cost);
  return timingSafeEqual(found, expected) && stored !== null;
}

/** Was it hashed with older parameters than today's? Then the next sign-in hashes it anew. */
export const needsRehash = (stored: string): boolean =>
  !stored.startsWith(`argon2id$${COST.memory}$${COST.passes}$${COST.parallelism}$`);
