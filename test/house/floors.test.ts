import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const project = resolve('.');
const config = join(project, '.dependency-cruiser.mjs');

interface Cruise {
  summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
}

/** dependency-cruiser on a tree, as JSON; it exits with the number of errors, which is no failure here. */
function cruise(folder: string): Cruise {
  const command = join(project, 'node_modules/.bin/depcruise');
  const run = () =>
    execFileSync(process.execPath, [command, '--config', config, '--output-type', 'json', 'src'], {
      cwd: folder,
      maxBuffer: 1e9,
    });
  try {
    return JSON.parse(run().toString());
  } catch (error) {
    return JSON.parse(String((error as { stdout: Buffer }).stdout));
  }
}

/** A small house with one planted fault each: file, what it imports, and the rule that must name it. */
const faults: [file: string, imports: string, rule: string][] = [
  ['src/kernel/up.ts', '../access/x.js', 'kernel-stands-alone'],
  ['src/access/up.ts', '../platform/config/x.js', 'access-stands-on-kernel'],
  ['src/platform/config/up.ts', '../database/x.js', 'platform-config-looks-up'],
  ['src/platform/http/up.ts', '../../features/clients/clients.door.js', 'platform-knows-no-rooms'],
  ['src/features/clients/up.ts', '../../x.js', 'rooms-know-no-roof'],
  ['src/features/clients/roof.ts', '../../app/x.js', 'rooms-know-no-roof'],
  ['src/features/clients/a.rules.ts', '../../platform/database/x.js', 'rules-are-pure'],
  ['src/features/debriefs/b.rules.ts', '../clients/clients.door.js', 'rules-know-rules'],
  ['src/features/debriefs/d.ts', '../clients/clients.repository.js', 'rooms-meet-at-doors'],
  ['src/features/clients/e.ts', '../debriefs/debriefs.door.js', 'clients-uses-what-it-says'],
  ['src/features/debriefs/s.ts', '../clients/sub/sub.door.js', 'rooms-meet-at-doors'],
  ['src/features/clients/f.service.ts', './clients.entity.js', 'services-write-no-sql'],
  ['src/features/clients/g.controller.ts', './clients.repository.js', 'controllers-stay-thin'],
  ['src/features/clients/h.entity.ts', './clients.repository.js', 'entities-stand-alone'],
  ['src/features/clients/i.repository.ts', './f.service.js', 'repositories-serve'],
  ['src/features/clients/circle-a.ts', './circle-b.js', 'no-circles'],
  ['src/platform/database/t.ts', '../../../test/x.js', 'source-knows-no-tests'],
];

describe('the floors', () => {
  let planted: string;
  beforeAll(() => {
    planted = mkdtempSync(join(tmpdir(), 'onward-floors-'));
    symlinkSync(join(project, 'node_modules'), join(planted, 'node_modules'));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(planted, file)), { recursive: true });
      writeFileSync(join(planted, file), text);
    };
    write('tsconfig.json', '{"compilerOptions":{"module":"NodeNext"}}');
    write('package.json', '{"type":"module"}');
    const targets = [
      'src/access/x.ts', 'src/app/x.ts', 'src/platform/config/x.ts', 'src/platform/database/x.ts', 'src/x.ts', 'test/x.ts',
      'src/features/clients/clients.door.ts', 'src/features/clients/clients.events.ts', 'src/features/clients/clients.repository.ts',
      'src/features/clients/clients.entity.ts', 'src/features/debriefs/debriefs.door.ts', 'src/features/clients/sub/sub.door.ts',
    ]; // biome-ignore format: a list to scan
    for (const file of targets) write(file, 'export const x = 1;\n');
    write('src/features/clients/clients.room.ts', 'export const x = { uses: [] };\n');
    write('src/features/debriefs/debriefs.room.ts', "export const x = { uses: ['clients'] };\n");
    write('src/features/clients/circle-b.ts', `export { z as x } from './circle-a.js';\n`);
    for (const [file, imports] of faults)
      write(
        file,
        `import type { x } from '${imports}';\nimport { x as y } from '${imports}';\nexport const z: typeof x = y;\n`,
      );
  });
  afterAll(() => rmSync(planted, { recursive: true }));

  it('hold in the real house, and every file of it was looked at', () => {
    const { summary } = cruise(project);
    expect(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`)).toEqual([]);
    const files = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    );
    expect(summary.totalCruised).toBeGreaterThanOrEqual(files.length);
  });

  it('refuse every planted fault by its own rule', () => {
    const found = new Set(cruise(planted).summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`));
    expect(faults.map(([file, , rule]) => `${file}: ${rule}`).filter((fault) => !found.has(fault))).toEqual([]);
  });
});
