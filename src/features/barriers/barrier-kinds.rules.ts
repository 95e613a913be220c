import { RESTRICTED, type Tier } from '../../kernel/tiers.js';

/**
 * The working barriers that coaches track, each with its class. They are what coach and client work on together, not
 * the legal population groups of a report.
 */
export const barrierTiers = {
  transport: 'T0',
  license: 'T1',
  childcare: 'T1',
  caregiving: 'T1',
  housing: 'T1',
  food_income: 'T1',
  work_docs: 'T2',
  criminal_record: 'T2',
  bonding: 'T1',
  wotc: 'T1',
  disability_access: 'T2',
  health: 'T2',
  behavioral: 'T2',
  safety: 'T2',
  english: 'T0',
  literacy_numeracy: 'T1',
  digital: 'T0',
  credential: 'T0',
  experience: 'T0',
  job_search_skill: 'T0',
  tools_clothes: 'T0',
  legal_debt: 'T1',
  benefits_cliff: 'T1',
  schedule: 'T0',
  confidence: 'T1',
  age_bias: 'T1',
  culture_norms: 'T0',
} as const satisfies Record<string, Tier>;
export type BarrierKind = keyof typeof barrierTiers;
export const barrierKinds = Object.keys(barrierTiers) as BarrierKind[];

type RestrictedKind = { [Kind in BarrierKind]: (typeof barrierTiers)[Kind] extends 'T2' ? Kind : never }[BarrierKind];

export type ShownKind = BarrierKind | typeof RESTRICTED;
export const shownKinds: readonly ShownKind[] = [...barrierKinds, RESTRICTED];

export const tierOf = (kind: ShownKind): Tier => (kind === RESTRICTED ? 'T2' : barrierTiers[kind]);

/** The kinds that may lie open in the table. */
export type OpenKind = Exclude<BarrierKind, RestrictedKind>;
export const openKinds = barrierKinds.filter((kind): kind is OpenKind => barrierTiers[kind] !== 'T2');

/** True for a kind that is kept sealed, and for the word that stands in its place. */
export const isRestricted = (kind: ShownKind): kind is RestrictedKind | typeof RESTRICTED => tierOf(kind) === 'T2';
