import type { Body, Caller } from './caller.js';

/** A task of the coach for this client, written down over HTTP. */
export async function newFollowUp(by: Caller, clientId: string, overrides: object = {}): Promise<Body> {
  const { body } = await by.post('/v1/follow-ups', {
    clientId,
    title: 'Ask about the bus pass',
    dueOn: '2150-01-01',
    ...overrides,
  });
  return body;
}
