import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.js';
import { ANY_VERSION } from '../../kernel/versions.js';

/**
 * `"<version>.<hash of body>"`: the version is what a change must fit, the hash is what a cache compares: one version may
 * look different in another language, or when what it refers to has changed.
 */
export const etagOf = (version: number, body: string): string =>
  `"${version}.${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;

/** The version of an answer: its own, else that of the one thing in it that has one: of `{ step, thing }` the thing’s. */
function versionOf(answer: unknown): number | null {
  if (answer === null || typeof answer !== 'object') return null;
  const { version } = answer as { version?: unknown };
  if (typeof version === 'number') return version;
  const [inside, more] = Object.values(answer)
    .map((part: unknown) => (part as { version?: unknown } | null)?.version)
    .filter((one) => typeof one === 'number');
  return more === undefined ? (inside ?? null) : null;
}

/** Gives an answer with a `version` its ETag; its JSON is written once, for the hash and for the caller. */
export function withEtag(reply: FastifyReply, answer: unknown): void {
  const version = versionOf(answer);
  if (version === null) return;
  const text = JSON.stringify(answer);
  reply.header('ETag', etagOf(version, text));
  reply.serializer(() => text);
}

const OURS = /^"(\d{1,9})\.[\w-]{1,64}"$/;

/** The ETags of a header that takes a list of them (RFC 9110, 13.1). */
const listed = (header: string): string[] => header.split(',').map((one) => one.trim());

/**
 * The version in `If-Match`, `ANY_VERSION` for `*`, null without one. What was never an ETag of ours fits nothing: 412
 * when nothing else is listed. Of several versions the newest counts: versions only go up, so none of the older can stand.
 */
export function versionIn(header: string | undefined): number | null {
  if (header === undefined || header === '') return null;
  if (header === '*') return ANY_VERSION;
  const versions = listed(header).flatMap((one) => OURS.exec(one)?.[1] ?? []);
  if (versions.length === 0) throw new AppError('stale', 'http.version-stale');
  return Math.max(...versions.map(Number));
}

/** What is compressed has other bytes, and so a strong tag of its own (RFC 9110, 8.8.3.3): `"5.hash-br"`. */
export const encodedEtag = (etag: string, encoding: string): string => `${etag.slice(0, -1)}-${encoding}"`;
const plainEtag = (etag: string): string => etag.replace(/-(br|gzip)"$/, '"');

/**
 * The ETag by which the caller has this very answer already, compressed or plain; then it gets 304 and no body. Null when
 * it has not. The service ran, the look is recorded.
 */
export function knownEtag(request: FastifyRequest, reply: FastifyReply): string | null {
  const known = request.headers['if-none-match'];
  const etag = reply.getHeader('ETag');
  if (known === undefined || typeof etag !== 'string') return null;
  if (reply.statusCode !== 200 || !['GET', 'HEAD'].includes(request.method)) return null;
  const tags = listed(known).map((one) => one.replace(/^W\//, ''));
  const match = tags.find((one) => one === '*' || plainEtag(one) === etag) ?? null;
  return match === '*' ? etag : match;
}
