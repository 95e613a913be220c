import { type Config, readConfig } from '../../src/platform/config/config.js';

export const TEST_SECRET = 'a-secret-for-tests-only,never-in-use:4qHs81LmZx';

/** Settings of a test app. */
export const testConfig = (overrides: Partial<Config> = {}): Config => ({
  ...readConfig({
    NODE_ENV: 'test',
    ONWARD_SECRET: TEST_SECRET,
    ONWARD_LOG: 'silent',
    PORT: '0',
    ONWARD_DATABASE_CONNECTIONS: '12',
    // Tests send hundreds at once and mean each of them; test/http/overload.test.ts is about too many.
    ONWARD_REQUESTS_IN_FLIGHT: '1000',
    ONWARD_MAILS_PER_DAY: '1000000',
    ONWARD_INVITATIONS_PER_DAY: '10000',
  }),
  ...overrides,
});
