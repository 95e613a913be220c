import { describe, expect, it } from '@jest/globals';
import { followUpKinds, requireTitle } from '../../../src/features/follow-ups/follow-ups.rules.js';

describe('a follow-up', () => {
  it('needs words when it is a task, and speaks for itself otherwise', () => {
    const missing = expect.objectContaining({ kind: 'refused', code: 'follow-up.title-missing' });
    for (const kind of followUpKinds) {
      if (kind === 'task') expect(() => requireTitle(kind, null)).toThrow(missing);
      else expect(() => requireTitle(kind, null)).not.toThrow();
      expect(() => requireTitle(kind, 'Call')).not.toThrow();
    }
  });
});
