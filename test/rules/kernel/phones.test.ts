import { describe, expect, it } from '@jest/globals';
import { e164Of, isPhone, plainPhone, telephoneLink, withE164 } from '../../../src/kernel/phones.js';
import { Phone } from '../../../src/platform/http/shapes.js';

describe('a telephone number as people paste it', () => {
  it.each([
    ['(206) 555-0147', '(206) 555-0147', '+12065550147', 'tel:+12065550147'],
    [' 206.555.0147 ', '206.555.0147', '+12065550147', 'tel:+12065550147'],
    ['206\u2011555\u20110147', '206-555-0147', '+12065550147', 'tel:+12065550147'],
    ['\u202a+1\u00a0206\u00a0555\u00a00147\u202c', '+1 206 555 0147', '+12065550147', 'tel:+12065550147'],
    ['\u200e+1 (206) 555–0147\u200f', '+1 (206) 555-0147', '+12065550147', 'tel:+12065550147'],
    ['206-555-0147 ext. 12', '206-555-0147 ext. 12', '+12065550147', 'tel:+12065550147;ext=12'],
    ['206-555-0147x12', '206-555-0147x12', '+12065550147', 'tel:+12065550147;ext=12'],
    ['tel:+12065550147', '+12065550147', '+12065550147', 'tel:+12065550147'],
    ['tel:+1-206-555-0147;ext=12', '+1-206-555-0147 ext. 12', '+12065550147', 'tel:+12065550147;ext=12'],
    ['+44 20 7946 0958', '+44 20 7946 0958', '+442079460958', 'tel:+442079460958'],
    ['٢٠٦٥٥٥٠١٤٧', '٢٠٦٥٥٥٠١٤٧', '+12065550147', 'tel:+12065550147'],
    ['555-0147 x12', '555-0147 x12', null, 'tel:5550147'],
    ['211', '211', null, 'tel:211'],
  ])('%j is kept as %j, for programs as %j', (given, kept, e164, link) => {
    expect(Phone.parse(given)).toBe(kept);
    expect([e164Of(kept), telephoneLink(kept)]).toEqual([e164, link]);
  });

  it.each(['', 'call me', '12', '206-555-0147 or 206-555-0148', '+', '()', '206-555-0147 <script>'])(
    '%j is none',
    (given) => expect(isPhone(plainPhone(given))).toBe(false),
  );

  it('is written with what programs need, and goes with it', () => {
    expect(withE164({ phone: '(206) 555-0147' })).toEqual({ phone: '(206) 555-0147', phoneE164: '+12065550147' });
    expect(withE164({ phone: null })).toEqual({ phone: null, phoneE164: null });
    expect(withE164({})).toEqual({});
  });
});
