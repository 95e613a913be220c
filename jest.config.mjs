import { availableParallelism } from 'node:os';

/** Jest in ESM mode. Projects are the floors of the test tree: `rules` needs nothing, the others a real PostgreSQL. */
const common = {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  testEnvironment: 'node',
  // Copies of ours, whole or in part.
  modulePathIgnorePatterns: ['<rootDir>/.mutations/', '<rootDir>/dist/'],
};
const project = (name, extra = {}) => ({
  ...common,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  ...extra,
});
/** The pure tests: what `npm run check` runs, and `npm run test:mutations` again and again. */
export const rules = project('rules');
const withDatabase = {
  globalSetup: '<rootDir>/test/support/database-start.mjs',
  globalTeardown: '<rootDir>/test/support/database-stop.mjs',
};

export default {
  // Machines differ, and this one is shared: time is never what a test is about. This only ends what hangs.
  testTimeout: 300_000,
  // Files of all projects side by side, on every core; each needs a few connections of one PostgreSQL.
  maxWorkers: Math.min(availableParallelism(), 8),
  // Modules of ended test files stay in memory as long as their worker.
  workerIdleMemoryLimit: '1200MB',
  projects: [
    rules,
    project('house', withDatabase),
    project('database', withDatabase),
    project('http', withDatabase),
    project('browser', withDatabase),
  ],
};
