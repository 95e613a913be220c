import { rules } from './jest.config.mjs';

/**
 * `npm run test:mutations`: changes the rules and the access functions, one place at a time, and sees whether a pure test
 * turns red. `npm run test:mutations -- --mutate 'src/access/**'` for a part. docs/mutations.md answers what survived.
 */
export default {
  mutate: ['src/access/**/*.ts', 'src/**/*.rules.ts'],
  testRunner: 'jest',
  jest: {
    // The rules alone, without the projects of jest.config.mjs. Documents take a renderer's time and decide nothing.
    config: { ...rules, projects: [], testPathIgnorePatterns: ['/node_modules/', '/test/rules/documents/'] },
  },
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  // An endless loop is what a time-out means, never a busy machine.
  timeoutMS: 60_000,
  timeoutFactor: 4,
  // Modules of ended test files stay in memory as long as their process.
  maxTestRunnerReuse: 40,
  concurrency: 2,
  incremental: true,
  incrementalFile: '.mutations/incremental.json',
  tempDirName: '.mutations/sandbox',
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: true, allowColor: false },
  htmlReporter: { fileName: '.mutations/report.html' },
  jsonReporter: { fileName: '.mutations/report.json' },
  ignorePatterns: ['.onward', 'dist', 'bench', '.mutations'],
  allowEmpty: true,
};
