import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '../../../kernel/ids.js';
import { sourceLocale } from '../../content/locales.js';
import { type ProblemAddress, problemText } from './problem.js';

/** What Node found, as a status and a code of ours. Anything else is not HTTP at all. */
const found: Readonly<Record<string, { status: number; code: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'http.malformed' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'http.body-too-large' },
};

/**
 * Answers what never became a request: bytes that are not HTTP (400), headers beyond 16 KiB (431), a client that
 * stalls half-way (408). The same kind of problem as everywhere, in the source language, and the connection ends.
 */
export const answerBrokenRequest =
  (address: ProblemAddress) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, code } = found[error.code ?? ''] ?? { status: 400, code: 'http.malformed' };
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
