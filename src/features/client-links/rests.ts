/**
 * What became of words that somebody left with and that could not be saved as they were, for the page that they come to:
 * `part` waits for the next visit; of what came `late` and of what is `lost` nothing could be kept.
 */
export const rests = ['part', 'late', 'lost'] as const;
export type Rest = (typeof rests)[number];

/** What an address says of it; null when it says nothing. */
export const restOf = (given: unknown): Rest | null => rests.find((rest) => rest === given) ?? null;
