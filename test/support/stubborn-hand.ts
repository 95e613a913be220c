import { worksOn } from '../../src/platform/aside/bench.js';

/** A hand that does what it is told, also what never ends. */
const kept: Buffer[] = [];
worksOn((work: string) => {
  while (work === 'spin');
  while (work === 'grow') kept.push(Buffer.alloc(1e6, 1));
  if (work === 'fail') throw new TypeError('what a person wrote');
  return work;
});
