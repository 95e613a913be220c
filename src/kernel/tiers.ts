/** How closely a datum is guarded: T0 ordinary, T1 personal, T2 restricted (sealed, own permission, own read audit). */
export const tiers = ['T0', 'T1', 'T2'] as const;
export type Tier = (typeof tiers)[number];

/** What stands in the place of a restricted code for everybody who has not opened it. */
export const RESTRICTED = 'restricted';

/** A closed list of codes, each with the class that it has wherever it stands. */
export type ClassedCodes = Readonly<Record<string, Tier>>;

/** A list whose codes are all of one class. */
export const classed = <Code extends string>(tier: Tier, codes: readonly Code[]): Readonly<Record<Code, Tier>> =>
  Object.fromEntries(codes.map((code) => [code, tier])) as Record<Code, Tier>;
