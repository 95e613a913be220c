import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

interface Locked {
  readonly link?: true;
  readonly integrity?: string;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

it('every package in the lockfile, of every platform, is held by its hash', () => {
  const others = Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);
  expect(others.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  expect(others.length).toBeGreaterThan(500);
});
