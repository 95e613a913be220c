const numberFrom = (name: string, otherwise: number): number => Number(process.env[name] || otherwise);

/**
 * How long the tests that could go on for ever go on. The settings are for `npm run test:long`; without them each stays
 * in the time of an ordinary run.
 */
export const effort = {
  /** Does a test also look at the clock, as it may on a machine that does nothing else? */
  isTimed: process.env.ONWARD_TIMED === 'true',
  /** Documents in each batch of the test that watches the renderer's memory; none in an ordinary run. */
  documents: numberFrom('ONWARD_DOCUMENTS', 0),
  /** Requests of the fuzz test. */
  fuzzRequests: numberFrom('ONWARD_FUZZ', 10_000),
  /** What the fuzz test's dice begin with: the same requests each time, so that a red run is the change's doing. */
  fuzzSeed: numberFrom('ONWARD_FUZZ_SEED', 20260601),
  /** Ways to deal the clients out to coaches, for each of which every list is read by everybody. */
  caseloads: numberFrom('ONWARD_CASELOADS', 8),
  /** Histories of applications that the truth rule of the checklists is held against, in each language. */
  histories: numberFrom('ONWARD_HISTORIES', 1500),
  /** How often each of the database and the process is killed in the crash test. */
  kills: numberFrom('ONWARD_KILLS', 3),
} as const;
