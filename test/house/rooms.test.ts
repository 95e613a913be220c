import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rooms } from '../../src/app/rooms.js';

const project = resolve('.');
const MOST_FILES = 16;
/** Files above 250 lines. The number may only go down. */
const LONG_FILES = 0;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

describe('the rooms', () => {
  it('stand in one list, each under the name of its folder', () => {
    expect(rooms.map((room) => room.name).sort()).toEqual(readdirSync('src/features').sort());
  });

  it('use rooms that exist, and no circle leads back', () => {
    const left = new Map(rooms.map((room) => [room.name, room.uses]));
    for (let found = true; found; ) {
      found = false;
      for (const [name, uses] of left) {
        if (uses.some((used) => left.has(used) || !rooms.some((room) => room.name === used))) continue;
        found = left.delete(name);
      }
    }
    expect([...left.keys()]).toEqual([]);
  });

  it('record events whose names nobody else records', () => {
    const events = rooms.flatMap((room) => Object.keys(room.events ?? {}));
    expect(events.filter((name, index) => events.indexOf(name) !== index)).toEqual([]);
  });
});

describe('the tree', () => {
  it(`has no folder with more than ${MOST_FILES} files`, () => {
    const files = readdirSync('src', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const folders = Map.groupBy(files, (entry) => entry.parentPath);
    expect([...folders].filter(([, inside]) => inside.length > MOST_FILES).map(([folder]) => folder)).toEqual([]);
  });

  it('has no loose file beside the two entrances', () => {
    const loose = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(loose.map((entry) => entry.name).sort()).toEqual(['cli.ts', 'main.ts']);
  });

  it('has no more long files than before', () => {
    const long = sources.filter((file) => readFileSync(join('src', file), 'utf8').split('\n').length > 251);
    expect(long.length).toBeLessThanOrEqual(LONG_FILES);
  });
});

/** A whole new room, as somebody would write it: a table, a route, an event. */
const newRoom: Record<string, string> = {
  'src/features/parcels/parcel.entity.ts': `import { Column, Entity } from 'typeorm';
import { BelongsTo, TenantRow } from '../../platform/database/columns.js';

@Entity('parcels')
@BelongsTo('clients', 'clientId')
export class ParcelEntity extends TenantRow {
  @Column('uuid')
  clientId: string;
}
`,
  'src/features/parcels/parcels.events.ts': `import { defineEvents, payload } from '../../kernel/events.js';

export const parcelEvents = defineEvents({ 'parcel.sent': payload() });
`,
  'src/features/parcels/parcels.repository.ts': `import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { Tx } from '../../platform/database/tx.js';

const COUNT = statement('parcels.count', 'select count(*)::int as count from parcels where organization_id = $1');

@Injectable()
export class ParcelsRepository {
  async count(tx: Tx): Promise<number> {
    return (await tx.row<{ count: number }>(COUNT, [tx.organizationId]))?.count ?? 0;
  }
}
`,
  'src/features/parcels/parcels.controller.ts': `import { Controller, Get } from '@nestjs/common';
import type { StaffActor } from '../../access/actor.js';
import { By, Can } from '../../platform/http/routes.js';

@Controller('v1/parcels')
export class ParcelsController {
  @Get()
  @Can('parcel.read', 'How many parcels')
  count(@By() actor: StaffActor): string {
    return actor.userId;
  }
}
`,
  'src/features/parcels/parcels.module.ts': `import { Module } from '@nestjs/common';
import { ParcelsController } from './parcels.controller.js';
import { ParcelsRepository } from './parcels.repository.js';

@Module({ controllers: [ParcelsController], providers: [ParcelsRepository] })
export class ParcelsModule {}
`,
  'src/features/parcels/parcels.room.ts': `import type { Room } from '../../platform/rooms/room.js';
import { ParcelEntity } from './parcel.entity.js';
import { parcelEvents } from './parcels.events.js';
import { ParcelsModule } from './parcels.module.js';

export const parcelsRoom: Room = {
  name: 'parcels',
  uses: ['clients'],
  module: ParcelsModule,
  entities: [ParcelEntity],
  events: parcelEvents,
  jobs: ['parcels.sweep'],
};
`,
};

/** What a new room changes in files that are there: the list of rooms, the access table; a sample for the access test. */
const edits: [file: string, before: string, after: string][] = [
  [
    'src/app/rooms.ts',
    'import type { Room }',
    "import { parcelsRoom } from '../features/parcels/parcels.room.js';\n$&",
  ],
  ['src/app/rooms.ts', '  reportsRoom,', '  parcelsRoom,\n$&'],
  ['src/access/policy.ts', "  'report.read'", "  'parcel.read': row('own', 'organization', 'none'),\n$&"],
  ['test/support/routes.ts', "  'GET /v1/reports':", "  'GET /v1/parcels': plain('/v1/parcels'),\n$&"],
];

/** Asks the planted house what follows from its list of rooms. */
const QUESTION = `
  import 'reflect-metadata';
  const { entities, jobNames } = await import('./src/app/schema.ts');
  const { rooms } = await import('./src/app/rooms.ts');
  console.log(JSON.stringify({
    tables: entities.map((entity) => entity.name),
    jobs: jobNames,
    modules: rooms.map((room) => room.module.name),
  }));`;

describe('a new room', () => {
  let house: string;
  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'onward-room-'));
    for (const part of ['src', 'test', 'scripts', '.swcrc', 'package.json', 'tsconfig.json', '.dependency-cruiser.mjs'])
      cpSync(join(project, part), join(house, part), { recursive: true });
    symlinkSync(join(project, 'node_modules'), join(house, 'node_modules'));
    for (const [file, text] of Object.entries(newRoom)) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), text);
    }
    for (const [file, before, after] of edits) {
      const path = join(house, file);
      const text = readFileSync(path, 'utf8');
      expect(text).toContain(before);
      writeFileSync(path, text.replace(before, after));
    }
  });
  afterAll(() => rmSync(house, { recursive: true }));

  it('changes at most four files outside itself, and module list, schema and queues follow', () => {
    const answer = JSON.parse(
      execFileSync(process.execPath, ['--import', './scripts/typescript.mjs', '--input-type=module', '-e', QUESTION], {
        cwd: house,
        encoding: 'utf8',
      }),
    );
    expect(answer.tables).toContain('ParcelEntity');
    expect(answer.jobs).toContain('parcels.sweep');
    expect(answer.modules).toContain('ParcelsModule');
    expect(new Set(edits.map(([file]) => file)).size).toBeLessThanOrEqual(4);
  });

  it('stands on the floors that it names, and on no other', () => {
    const cruise = (): string => {
      try {
        return execFileSync(process.execPath, [join(project, 'node_modules/.bin/depcruise'), 'src'], {
          cwd: house,
          encoding: 'utf8',
        });
      } catch (error) {
        return String((error as { stdout: string }).stdout);
      }
    };
    expect(cruise()).not.toContain('parcels');
    const service = join(house, 'src/features/parcels/parcels.repository.ts');
    const text = readFileSync(service, 'utf8');
    writeFileSync(
      service,
      `import type { Stage } from '../applications/applications.events.js';\n${text}\nexport type S = Stage;\n`,
    );
    expect(cruise()).toContain('parcels-uses-what-it-says');
  });
});
