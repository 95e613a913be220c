import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** With headers that fetch would not send. */
const statusWith = (headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request(`${world.url}/dev/mailbox`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

describe('the development mailbox', () => {
  it('is read on this machine', async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: 'localhost:3000' })).toBe(200);
  });

  it.each([
    ['through a tunnel', { 'x-forwarded-for': '203.0.113.7' }],
    ['through a proxy', { forwarded: 'for=203.0.113.7' }],
    ['by a page of somebody else, whose name leads here', { host: 'mail.attacker.example' }],
  ])('is not there %s', async (_, headers) => expect(await statusWith(headers as Record<string, string>)).toBe(404));
});
