import { describe, expect, it } from '@jest/globals';
import type { Actor, StaffActor } from '../../../src/access/actor.js';
import { Secrets } from '../../../src/platform/config/secrets.js';
import { Cursors } from '../../../src/platform/database/cursors.js';

const ana: StaffActor = {
  kind: 'staff',
  role: 'coach',
  organizationId: 'north',
  userId: 'ana',
  sessionId: 'one',
  requestId: 'r',
};
const cursors = new Cursors(new Secrets('a secret for this test only'));
const scope = ['clients', 'by name'];
const keys = ['Rosa Marchetti', null];
const types = ['text', 'text'] as const;
const made = cursors.of(ana).encode(scope, keys);
const refusal = (actor: Actor, cursor: string, of: readonly string[] = scope): string | null => {
  try {
    cursors.of(actor).decode(of, cursor, types);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a cursor', () => {
  it('gives back the keys it was made of, and is the same for the same page', () => {
    expect(cursors.of(ana).decode(scope, made, types)).toEqual(keys);
    expect(cursors.of({ ...ana, requestId: 'another', sessionId: 'two' }).encode(scope, keys)).toBe(made);
    expect(cursors.of(ana).encode(scope, ['Rosa Marchetta', null])).not.toBe(made);
  });

  it('shows nobody the name it stands at', () => {
    expect(Buffer.from(made, 'base64url').toString('latin1')).not.toMatch(/Rosa|Marchetti|null/);
  });

  it('opens for its caller, organization, list and filter alone', () => {
    expect(refusal(ana, made)).toBeNull();
    expect(refusal({ ...ana, userId: 'ben' }, made)).toBe('http.cursor-invalid');
    expect(refusal({ ...ana, organizationId: 'south' }, made)).toBe('http.cursor-invalid');
    expect(refusal(ana, made, ['clients', 'by date'])).toBe('http.cursor-invalid');
    const elsewhere = new Cursors(new Secrets('another installation'));
    expect(() => elsewhere.of(ana).decode(scope, made, types)).toThrow('http.cursor-invalid');
  });

  it('is refused when one bit of it is another, when it is cut, and when it never was one', () => {
    const bytes = Buffer.from(made, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ 1;
      expect(refusal(ana, bent.toString('base64url'))).toBe('http.cursor-invalid');
    }
    const cut = bytes.subarray(0, 20).toString('base64url');
    for (const text of ['', 'x', cut, made.slice(0, -4), Buffer.from('["a","b"]').toString('base64url')]) {
      expect(refusal(ana, text)).toBe('http.cursor-invalid');
    }
  });
});
