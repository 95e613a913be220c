import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import { sourceLocale } from '../../content/locales.js';
import { type ProblemAddress, problemText } from './problem.js';

/** What Node found, as a status and a code of ours. Anything else is not HTTP at all. */
const found: Readonly<Record<string, { status: number; code: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'http.malformed' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'http.headers-too-large' },
};
const ADDRESS_TOO_LONG = { status: 414, code: 'http.address-too-long' };

interface BrokenRequest extends Error {
  readonly code?: string;
  /** The bytes that came last. */
  readonly rawPacket?: unknown;
}

/** Node counts the address among the headers: they are too long when not even the first line has ended. */
const isAddressTooLong = ({ code, rawPacket }: BrokenRequest): boolean =>
  code === 'HPE_HEADER_OVERFLOW' &&
  Buffer.isBuffer(rawPacket) &&
  /^[A-Z]+ \/[^ \r\n]{8000}/.test(rawPacket.toString('latin1'));

/**
 * Answers what never became a request: bytes that are not HTTP (400), an address (414) or headers (431) beyond 16 KiB, a
 * client that stalls half-way (408). The same kind of problem as everywhere, in the source language, and the connection
 * ends.
 */
export const answerBrokenRequest =
  (address: ProblemAddress) =>
  (error: BrokenRequest, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, code } = isAddressTooLong(error)
      ? ADDRESS_TOO_LONG
      : (found[error.code ?? ''] ?? { status: 400, code: 'http.malformed' });
    const requestId = newId();
    const body = problemText({ status, code, error: null, requestId, locale: sourceLocale, address });
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Content-Type: application/problem+json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        `Content-Language: ${sourceLocale}`,
        `X-Request-Id: ${requestId}`,
        'X-Content-Type-Options: nosniff',
        'Cache-Control: no-store',
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
    socket.destroySoon();
  };

/** What Node would answer by itself, with nothing in it: no `Host` is 400 here, and an unknown `Expect` is nothing to us. */
export function refusesHalfRequests(
  fastify: FastifyInstance,
  refuse: (error: AppError, request: FastifyRequest, reply: FastifyReply) => void,
): void {
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.headers.host !== undefined || request.raw.httpVersion !== '1.1') return;
    refuse(new AppError('malformed', 'http.malformed'), request, reply);
    return reply;
  });
}
