/**
 * The floors, as one ordered list each. Everybody stands on the floors below and nobody looks up.
 * `test/house/floors.test.ts` plants violations and sees them refused.
 */

/** Rooms of floor 2 and 3, from the ground up. A room may use only rooms above it in this list (beneath it in the house). */
export const rooms = [
  'organizations', 'coaches', 'clients', 'barriers', 'follow-ups', 'employers', 'applications',
  'interviews', 'cover-letters', 'debriefs', 'audit', 'reports',
]; // biome-ignore format: one list

/** Rooms of the platform, in groups that may use each other and the groups before them. */
export const platform = [
  ['config', 'clock', 'log', 'content'],
  ['database'],
  ['sealing', 'ledger', 'jobs', 'documents', 'pages'],
  ['mail', 'http'],
  ['auth'],
];

const any = (names) => `(${names.join('|')})`;
const forbid = (name, from, to, extra = {}) => ({ name, severity: 'error', from, to, ...extra });

const upwards = rooms
  .slice(0, -1)
  .map((room, index) =>
    forbid(
      `${room}-looks-up`,
      { path: `^src/features/${room}/` },
      { path: `^src/features/${any(rooms.slice(index + 1))}/` },
    ),
  );

const platformUpwards = platform
  .slice(0, -1)
  .map((group, index) =>
    forbid(
      `platform-${group[0]}-looks-up`,
      { path: `^src/platform/${any(group)}/` },
      { path: `^src/platform/${any(platform.slice(index + 1).flat())}/` },
    ),
  );

export default {
  forbidden: [
    forbid('no-circles', {}, { circular: true }),
    forbid('kernel-stands-alone', { path: '^src/kernel/' }, { path: '^src/(?!kernel/)|node_modules' }),
    forbid('access-stands-on-kernel', { path: '^src/access/' }, { path: '^src/(?!kernel/|access/)|node_modules' }),
    forbid('platform-knows-no-rooms', { path: '^src/platform/' }, { path: '^src/(features|migrations)/|^src/[^/]+$' }),
    forbid('rooms-know-no-roof', { path: '^src/features/' }, { path: '^src/[^/]+$|^src/(migrations|demo)/' }),
    forbid(
      'rules-are-pure',
      { path: '^src/features/.*\\.rules\\.ts$' },
      { path: '^src/(platform|access)/|@nestjs|typeorm|^node_modules/pg', pathNot: '\\.rules\\.ts$' },
    ),
    // Closed lists stand in one file: rules read the rules of the rooms beneath, of which the floors see to the direction.
    forbid(
      'rules-know-rules-only',
      { path: '^src/features/([^/]+)/.*\\.rules\\.ts$' },
      { path: '^src/features/', pathNot: '^src/features/$1/.*\\.events\\.ts$|\\.rules\\.ts$' },
    ),
    forbid(
      'rooms-meet-at-doors',
      { path: '^src/features/([^/]+)/', pathNot: '\\.rules\\.ts$' },
      { path: '^src/features/', pathNot: '^src/features/$1/|\\.(door|events|sight|module)\\.ts$' },
    ),
    forbid(
      'services-write-no-sql',
      { path: '\\.service\\.ts$' },
      { path: 'node_modules/(typeorm|pg)/|\\.entity\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'controllers-stay-thin',
      { path: '\\.controller\\.tsx?$' },
      { path: 'node_modules/typeorm/|\\.(repository|entity|rules)\\.ts$' },
    ),
    forbid(
      'entities-stand-alone',
      { path: '^src/features/([^/]+)/.*\\.entity\\.ts$' },
      { path: '^src/', pathNot: '^src/platform/database/|^src/(kernel|access)/|^src/features/$1/.*\\.rules\\.ts$' },
    ),
    forbid('repositories-serve', { path: '\\.repository\\.ts$' }, { path: '\\.(service|controller)\\.tsx?$' }),
    forbid('source-knows-no-tests', { path: '^src/' }, { path: '^(test|bench|scripts)/' }),
    ...upwards,
    ...platformUpwards,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
