import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who may import whom. Rooms say in their `<room>.room.ts` whose doors they use; the rest stands here, once.
 * `test/house/floors.test.ts` plants violations and sees them refused.
 */

const features = 'src/features';

/** What each room says it uses, read as text: the file itself needs the whole app. */
export const uses = Object.fromEntries(
  readdirSync(features).map((room) => {
    const text = readFileSync(join(features, room, `${room}.room.ts`), 'utf8');
    const list = /\buses: \[([^\]]*)\]/.exec(text)?.[1] ?? '';
    return [room, [...list.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name)];
  }),
);

/** Rooms of the platform, in groups that may use each other and the groups before them. */
export const platform = [
  ['config', 'clock', 'log', 'content', 'rooms', 'embedded-postgres'],
  ['database'],
  ['sealing', 'ledger', 'jobs', 'pages'],
  ['mail', 'http', 'aside', 'documents'],
  ['auth'],
];

const any = (names) => `(${names.join('|')})`;
const forbid = (name, from, to, extra = {}) => ({ name, severity: 'error', from, to, ...extra });

/** A room imports from itself and from the rooms it says it uses; the graph of these has no circle, so nobody looks up. */
const strangers = Object.entries(uses).map(([room, used]) =>
  forbid(
    `${room}-uses-what-it-says`,
    { path: `^src/features/${room}/` },
    { path: '^src/features/', pathNot: `^src/features/${any([room, ...used])}/` },
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
    // But for three that are rules themselves: pure, and kept by others who watch the world's numbers and names.
    forbid(
      'kernel-stands-alone',
      { path: '^src/kernel/' },
      { path: '^src/(?!kernel/)|node_modules/(?!libphonenumber-js/|validator/|language-subtag-registry/)' },
    ),
    forbid('access-stands-on-kernel', { path: '^src/access/' }, { path: '^src/(?!kernel/|access/)|node_modules' }),
    forbid(
      'platform-knows-no-rooms',
      { path: '^src/platform/' },
      { path: '^src/(app|features|migrations|commands|demo)/|^src/[^/]+$' },
    ),
    forbid(
      'rooms-know-no-roof',
      { path: '^src/features/' },
      { path: '^src/[^/]+$|^src/(app|migrations|demo|commands)/' },
    ),
    forbid(
      'rules-are-pure',
      { path: '^src/features/.*\\.rules\\.ts$' },
      { path: '^src/(platform|access)/|@nestjs|typeorm|^node_modules/pg', pathNot: '\\.rules\\.ts$' },
    ),
    // Closed lists stand in one file: rules read the rules of the rooms beneath, of which the floors see to the direction.
    forbid(
      'rules-know-rules',
      { path: '^src/features/([^/]+)/.*\\.rules\\.ts$' },
      { path: '^src/features/', pathNot: '\\.(rules|events)\\.ts$' },
    ),
    forbid(
      'rooms-meet-at-doors',
      { path: '^src/features/([^/]+)/', pathNot: '\\.rules\\.ts$' },
      {
        path: '^src/features/',
        pathNot: '^src/features/$1/|^src/features/[^/]+/[^/]+\\.(door|events|sight|module)\\.ts$',
      },
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
    ...strangers,
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
