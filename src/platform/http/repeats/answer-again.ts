import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Effect } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';

/** Headers of the second reading that belong to the answer. */
const CARRIED = ['content-type', 'etag', 'content-language', 'www-authenticate', 'retry-after'];

/**
 * Answers a POST that was done before: with the status and place of then, and the body that this caller may read there
 * now. It asks our own GET route, with the caller's own sign-in: the same guard, the same service, the same look in the
 * ledger, and 404 when it is out of sight by now. Throws 409 `http.shown-once` for what is never shown again.
 */
export async function answerAgain(request: FastifyRequest, reply: FastifyReply, effect: Effect): Promise<void> {
  reply.header('Idempotency-Replayed', 'true');
  if (effect.location === null) {
    if (effect.status !== 204) throw new AppError('conflict', 'http.shown-once');
    reply.status(204).send();
    return;
  }
  const { authorization, 'accept-language': language } = request.headers;
  const again = await request.server.inject({
    method: 'GET',
    url: effect.location,
    remoteAddress: request.ip,
    headers: {
      'x-request-id': request.id,
      ...(authorization === undefined ? {} : { authorization }),
      ...(language === undefined ? {} : { 'accept-language': language }),
    },
  });
  for (const name of CARRIED) if (again.headers[name] !== undefined) reply.header(name, again.headers[name]);
  const isThere = again.statusCode === 200;
  if (isThere && effect.status === 201) reply.header('Location', effect.location);
  reply.status(isThere ? effect.status : again.statusCode).send(again.rawPayload);
}
