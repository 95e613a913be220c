import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { FairSlots } from '../../../src/platform/http/admission/fair-slots.js';
import { networkOf, shareOf } from '../../../src/platform/http/admission/network.js';

const slots = (most: number, mostWaiting: number, patienceMs = 10_000) =>
  new FairSlots({ most, mostWaiting, patienceMs });

describe('fair slots', () => {
  it('give the next place to whoever has the fewest', async () => {
    const fair = slots(2, 10);
    const order: string[] = [];
    const come = (key: string) => void Promise.resolve(fair.enter(key)).then((isIn) => isIn && order.push(key));
    for (const key of ['noisy', 'noisy', 'noisy', 'noisy', 'quiet', 'noisy']) come(key);
    await sleep(1);
    expect([order, fair.counts]).toEqual([['noisy', 'noisy'], { working: 2, waiting: 4 }]);
    fair.leave('noisy');
    await sleep(1);
    expect(order.at(-1)).toBe('quiet');
    fair.leave('noisy');
    fair.leave('quiet');
    await sleep(1);
    expect(order).toEqual(['noisy', 'noisy', 'quiet', 'noisy', 'noisy']);
  });

  it('refuse the crowd its own surplus, and never another for it', async () => {
    const fair = slots(1, 3);
    expect(fair.enter('noisy')).toBe(true);
    const crowd = [1, 2, 3].map(() => Promise.resolve(fair.enter('noisy')));
    expect([fair.isFullFor('noisy'), fair.isFullFor('quiet')]).toEqual([true, false]);
    expect(await fair.enter('noisy')).toBe(false);
    const quiet = fair.enter('quiet');
    expect(await crowd[2]).toBe(false);
    fair.leave('noisy');
    expect(await crowd[0]).toBe(true);
    fair.leave('noisy');
    expect(await quiet).toBe(true);
  });

  it('lose patience, and are all free again in the end', async () => {
    const fair = slots(1, 5, 20);
    expect(fair.enter('a')).toBe(true);
    const waiters = ['a', 'b', 'c'].map((key) => fair.enter(key));
    expect(await Promise.all(waiters)).toEqual([false, false, false]);
    fair.leave('a');
    expect(fair.counts).toEqual({ working: 0, waiting: 0 });
    expect(fair.enter('b')).toBe(true);
  });

  it('let go of who has gone', async () => {
    const fair = slots(1, 5);
    expect(fair.enter('a')).toBe(true);
    let stop = () => {};
    const gone = fair.enter('b', (stopWaiting) => {
      stop = stopWaiting;
    });
    stop();
    expect(await gone).toBe(false);
    expect(fair.counts).toEqual({ working: 1, waiting: 0 });
  });
});

describe('a network', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9', null],
    ['::ffff:203.0.113.9', '203.0.113.9', null],
    ['::FFFF:cb00:7109', '203.0.113.9', null],
    ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9', null],
    ['64:ff9b::203.0.113.9', '203.0.113.9', null],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8::5', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    ['::1', '0:0:0:0::/64', '0:0:0::/48'],
    ['1:2:3', '1:2:3', null],
    [':'.repeat(5000), ':'.repeat(64), null],
    ['no address', 'no address', null],
  ])('of %s is %s, in the wider one %s', (address, near, wide) => {
    expect(networkOf(address)).toEqual({ near, wide });
    expect(shareOf(address)).toBe(wide ?? near);
  });
});
