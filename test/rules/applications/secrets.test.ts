import { describe, expect, it } from '@jest/globals';
import {
  openCodes,
  type Reason,
  reasonCodes,
  reasonSources,
  reasonTiers,
  shownReason,
  sourceTiers,
} from '../../../src/features/applications/stage-moves/reasons.rules.js';
import { secretOf, toldOf } from '../../../src/features/applications/stage-moves/secrets.rules.js';

const every: Reason[] = reasonCodes.flatMap((code) => reasonSources.map((source) => ({ code, source })));
const isRestricted = ({ code, source }: Reason): boolean => reasonTiers[code] === 'T2' || sourceTiers[source] === 'T2';

describe('what is shown of a reason', () => {
  it('is the reason itself, or nothing of it: neither code nor source tells the other', () => {
    for (const reason of every)
      expect(shownReason(reason)).toEqual(
        isRestricted(reason)
          ? { code: 'restricted', source: 'restricted' }
          : { code: reason.code, source: reason.source },
      );
    expect(every.filter(isRestricted).length).toBeGreaterThan(0);
    expect(openCodes).not.toContain('background_check');
  });
});

describe('what is sealed of a move', () => {
  it('is nothing, where nothing is restricted and nothing is written', () => {
    const open = every.filter((reason) => !isRestricted(reason));
    for (const reason of open) expect(secretOf({ reasons: [reason], note: null })).toBeNull();
    expect(secretOf({ reasons: [], note: null })).toBeNull();
  });

  it('is told again as it was: reasons, quote and note', () => {
    for (const reason of every.filter(isRestricted)) {
      const quoted = { ...reason, quote: 'Their words ' };
      const secret = secretOf({ reasons: [quoted], note: ' A note' });
      expect(secret && toldOf(secret)).toEqual({ reasons: [quoted], note: ' A note' });
    }
    const quote = secretOf({ reasons: [{ code: 'references', source: 'recruiter', quote: 'No' }], note: null });
    expect(quote?.reasons[0]?.quote).toBe('No');
    expect(secretOf({ reasons: [], note: 'Moved by mistake' })).toEqual({ reasons: [], note: 'Moved by mistake' });
  });

  it('has one length for one number of reasons, whichever they are', () => {
    const lengths = every.map((reason) => JSON.stringify(secretOf({ reasons: [reason, reason], note: 'n' })).length);
    expect(new Set(lengths).size).toBe(1);
  });
});
