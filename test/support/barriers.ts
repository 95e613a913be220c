import type { Body, Caller } from './caller.js';

/** A barrier of this client, named over HTTP. */
export async function newBarrier(by: Caller, clientId: string, overrides: object = {}): Promise<Body> {
  const { body } = await by.post(`/v1/clients/${clientId}/barriers`, { kind: 'transport', severity: 4, ...overrides });
  return body;
}
