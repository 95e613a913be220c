import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

interface Locked {
  readonly link?: true;
  readonly resolved?: string;
  readonly integrity?: string;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

it('every package in the lockfile, of every platform, is held by its hash', () => {
  const others = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(others.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  expect(others.length).toBeGreaterThan(500);
});

it('no package that reports where it is installed is among them: a folder of ours stands in for it', () => {
  const reports = Object.entries(packages).filter(([path]) => path.endsWith('node_modules/@scarf/scarf'));
  expect(reports).toEqual([['node_modules/@scarf/scarf', { resolved: 'scripts/no-telemetry', link: true }]]);
  expect(Object.keys(packages).filter((path) => path !== '' && !path.includes('node_modules/'))).toEqual([
    'scripts/no-telemetry',
  ]);
});
