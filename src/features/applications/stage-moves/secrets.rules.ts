import { RESTRICTED } from '../../../kernel/tiers.js';
import { type StageMove } from '../application-state.rules.js';
import { type ReasonCode, type ReasonSource, reasonTiers, shownReason, sourceTiers } from './reasons.rules.js';

/** A reason as its move tells it to who may read restricted facts. */
export interface ToldReason {
  code: ReasonCode;
  source: ReasonSource;
  quote: string | null;
}

/** What is sealed about a move: all its reasons, each code and source filled up to one width, and the note. */
export interface MoveSecret {
  reasons: readonly { code: string; source: string; quote: string | null }[];
  note: string | null;
}

/** The reasons in full; one without words of the employer has the quote null. */
export const toldReasons = ({ reasons }: Pick<StageMove, 'reasons'>): ToldReason[] =>
  reasons.map(({ code, source, quote = null }) => ({ code, source, quote }));

const WIDEST_CODE = widest(reasonTiers);
const WIDEST_SOURCE = widest(sourceTiers);

/** What of a move is to be sealed; null when nothing is. */
export function secretOf(move: Pick<StageMove, 'reasons' | 'note'>): MoveSecret | null {
  const isOpen = move.reasons.every((reason) => !reason.quote && shownReason(reason).code !== RESTRICTED);
  if (isOpen && move.note === null) return null;
  // One width for all codes: the length of what is sealed says how many reasons there are, and not which.
  const reasons = toldReasons(move).map(({ code, source, quote }) => ({
    code: code.padEnd(WIDEST_CODE),
    source: source.padEnd(WIDEST_SOURCE),
    quote,
  }));
  return { reasons, note: move.note };
}

/** What was sealed, as it was told. */
export const toldOf = ({ reasons, note }: MoveSecret): { reasons: ToldReason[]; note: string | null } => ({
  reasons: reasons.map(({ code, source, quote }) => ({
    code: code.trimEnd() as ReasonCode,
    source: source.trimEnd() as ReasonSource,
    quote,
  })),
  note,
});

function widest(tiers: Readonly<Record<string, string>>): number {
  return Math.max(...Object.keys(tiers).map((code) => code.length));
}
