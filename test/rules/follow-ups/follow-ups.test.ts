import { describe, expect, it } from '@jest/globals';
import { followUpKinds, needsTitle } from '../../../src/features/follow-ups/follow-ups.rules.js';

describe('a follow-up', () => {
  it('needs words when it is a task, and speaks for itself otherwise', () => {
    const missing = expect.objectContaining({ kind: 'refused', code: 'follow-up.title-missing' });
    for (const kind of followUpKinds) {
      if (kind === 'task') expect(() => needsTitle(kind, null)).toThrow(missing);
      else expect(() => needsTitle(kind, null)).not.toThrow();
      expect(() => needsTitle(kind, 'Call')).not.toThrow();
    }
  });
});
