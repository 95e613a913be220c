import { StartError } from '../../platform/config/start-error.js';

/** What PostgreSQL's and the network's codes mean to the operator. */
const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at its address. Does the server run, and is the port right?',
  ECONNRESET: 'the server ended the connection. Does it want TLS (…?sslmode=verify-full)?',
  ENOTFOUND: 'the name of its host is not known.',
  EAI_AGAIN: 'the name of its host cannot be looked up now.',
  ETIMEDOUT: 'its address does not answer in time.',
  ENOENT: 'nothing answers at its socket.',
  '57P03': 'the server is starting or stopping.',
  '57P01': 'the server was stopped.',
  EHOSTUNREACH: 'its address cannot be reached.',
  '28P01': 'the server refuses the user or the password.',
  '28000': 'the server lets nobody in with this user from here.',
  '3D000': 'the server has no such database. Make it first: createdb onward',
  '42501':
    'the user has too few rights. It makes roles and tables: give it CREATEROLE, and make it owner of the database.',
  '53300': 'the server has no connection left. Set ONWARD_DATABASE_CONNECTIONS lower, or its max_connections higher.',
};

/** What an error of the database's means, or null. */
export function meaningOf(error: unknown): string | null {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const sentence = sentences[String(code)];
  if (sentence !== undefined) return `${sentence} (${code})`;
  return message === 'timeout expired' ? (sentences.ETIMEDOUT ?? null) : null;
}

/** A sentence for the person at the terminal, or null for a fault of ours, which needs its stack. */
export function sentenceFor(error: unknown): string | null {
  if (error instanceof StartError) return error.message;
  const meaning = meaningOf(error ?? {});
  if (meaning !== null) return `DATABASE_URL: ${meaning}`;
  const message = error instanceof Error ? error.message : '';
  if (message.includes('SSL')) return `DATABASE_URL: ${message}.`;
  return null;
}

/** Tells what went wrong and ends the process. */
export function fail(error: unknown): never {
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${sentenceFor(error) ?? stack}\n`);
  process.exit(1);
}
