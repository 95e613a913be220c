import { describe, expect, it } from '@jest/globals';
import { statement } from '../../../src/platform/database/statement.js';
import { nameOnServer } from '../../../src/platform/database/wire/one-trip.js';

describe('the name of a statement on the server', () => {
  const long = `rows.update.${'a_table_with_a_very_long_name'.repeat(3)}`;

  it('is never longer than PostgreSQL keeps it, however long the statement’s own is', () => {
    for (const name of ['a', long]) expect(Buffer.byteLength(nameOnServer(name))).toBeLessThanOrEqual(63);
  });

  it('is never the same twice, also of names that differ only where they are cut, and of one name used again', () => {
    const names = Array.from({ length: 1000 }, (_, index) => nameOnServer(index % 2 === 0 ? long : `${long}.must`));
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a byte for each letter, for a statement takes no other name', () => {
    for (const name of ['', 'two words', 'größe']) expect(() => statement(name, 'select 1')).toThrow('Not a name');
  });
});
