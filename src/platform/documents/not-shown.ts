import type { FastifyReply } from 'fastify';

/** So many signs are named: beyond that a text is in a script of which we have no font. */
const MOST = 50;

/** Tells in the answer's header which signs the file shows boxes for, by their code points. */
export function tellNotShown(reply: FastifyReply, signs: readonly string[]): void {
  if (signs.length === 0) return;
  const points = signs.slice(0, MOST).map((sign) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase());
  reply.header('Not-Shown', points.map((point) => `U+${point.padStart(4, '0')}`).join(', '));
}
