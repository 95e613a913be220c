import { expect, it } from '@jest/globals';
import { addBusinessDays } from '../../../src/kernel/days.js';

it('business days leave out Saturday and Sunday, from whatever day they are counted', () => {
  const after = (day: string) => [1, 2, 5].map((days) => addBusinessDays(day, days));
  expect(after('2026-11-23')).toEqual(['2026-11-24', '2026-11-25', '2026-11-30']); // Monday
  expect(after('2026-11-27')).toEqual(['2026-11-30', '2026-12-01', '2026-12-04']); // Friday
  expect(after('2026-11-28')).toEqual(['2026-11-30', '2026-12-01', '2026-12-04']); // Saturday
  expect(addBusinessDays('2026-11-28', 0)).toBe('2026-11-28');
});
