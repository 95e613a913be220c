import { describe, expect, it } from '@jest/globals';
import { checkOf, passwordFrom, rootFrom, Secrets } from '../../../src/platform/config/secrets.js';

const hex = (key: { export(): Buffer } | null): string | undefined => key?.export().toString('hex');
const one = (secret: string, version: number, usedFrom: number) => ({
  version,
  usedFrom,
  root: rootFrom(secret, 'tokens'),
});
const database = (secret: string, version: number, usedFrom: number) => ({
  version,
  usedFrom,
  root: rootFrom(secret, 'database'),
});

describe('the roots', () => {
  it('of one secret tell nothing of each other, and their checks tell nothing of them', () => {
    const [tokens, sealing] = [rootFrom('secret', 'tokens'), rootFrom('secret', 'sealing')];
    const all = [
      hex(tokens),
      hex(sealing),
      checkOf(tokens, 'tokens'),
      checkOf(sealing, 'sealing'),
      checkOf(tokens, 'sealing'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(checkOf(rootFrom('secret', 'tokens'), 'tokens')).toBe(checkOf(tokens, 'tokens'));
    expect(checkOf(rootFrom('Secret', 'tokens'), 'tokens')).not.toBe(checkOf(tokens, 'tokens'));
  });

  it('make with one version and accept all, from the moment that a new one is known', () => {
    const secrets = new Secrets('old');
    const old = hex(secrets.key('cursor'));
    secrets.learn('tokens', [one('old', 1, 0), one('new', 2, Date.now() + 60_000)]);
    expect([secrets.version('cursor'), hex(secrets.key('cursor'))]).toEqual([1, old]);
    expect(secrets.keys('cursor')).toHaveLength(2);
    secrets.learn('tokens', [one('old', 1, 0), one('new', 2, Date.now() - 1)]);
    expect(secrets.version('cursor')).toBe(2);
    expect(secrets.keys('cursor').map(hex)).toEqual([hex(new Secrets('new').key('cursor')), old]);
    secrets.learn('tokens', [one('new', 2, 0)]);
    expect(secrets.keys('cursor')).toHaveLength(1);
    expect(secrets.changes).toBe(3);
  });

  it('leave the others as they are', () => {
    const secrets = new Secrets('old');
    const [sealing, password] = [hex(secrets.key('sealing')), secrets.rolePassword('onward_app')];
    secrets.learn('tokens', [one('new', 2, 0)]);
    expect([hex(secrets.key('sealing')), secrets.rolePassword('onward_app')]).toEqual([sealing, password]);
  });

  it('know the key of a version, and how long it is good beside a newer one', () => {
    const secrets = new Secrets('old');
    expect(secrets.keyOfVersion('access-token', 2)).toBeNull();
    secrets.learn('tokens', [one('old', 1, 0), one('new', 2, Date.now() - 5000)]);
    expect(secrets.keyOfVersion('access-token', 1, 4)).toBeNull();
    expect(hex(secrets.keyOfVersion('access-token', 1, 60))).toBe(hex(new Secrets('old').key('access-token')));
    expect(hex(secrets.keyOfVersion('access-token', 1))).toBe(hex(new Secrets('old').key('access-token')));
    expect(hex(secrets.keyOfVersion('access-token', 2, 0))).toBe(hex(new Secrets('new').key('access-token')));
  });
});

describe('the password of a role', () => {
  const [old, fresh] = ['old', 'new'].map((secret) => passwordFrom(rootFrom(secret, 'database'), 'onward_app')) as [
    string,
    string,
  ];

  it('stays the one that was right until the server refuses it, and then is the other one', () => {
    const secrets = new Secrets('old');
    const passwords = secrets.passwordsOf('onward_app');
    expect(passwords.inUse()).toBe(old);
    expect(passwords.wasWrong(old)).toBe(false);
    secrets.learn('database', [database('old', 1, 0), database('new', 2, 0)]);
    expect(passwords.inUse()).toBe(old);
    expect(passwords.wasWrong(old)).toBe(true);
    expect(passwords.inUse()).toBe(fresh);
    // A second connection that was refused with the old one meanwhile turns nothing back.
    expect(passwords.wasWrong(old)).toBe(true);
    expect(passwords.inUse()).toBe(fresh);
    secrets.learn('database', [database('new', 2, 0)]);
    expect(passwords.inUse()).toBe(fresh);
  });

  it('is the new one when the old is accepted no more, though nobody was refused', () => {
    const secrets = new Secrets('old');
    expect(secrets.rolePassword('onward_app')).toBe(old);
    secrets.learn('database', [database('new', 2, 0)]);
    expect(secrets.rolePassword('onward_app')).toBe(fresh);
  });

  it('is the one with which somebody signed in', () => {
    const secrets = new Secrets('old');
    secrets.learn('database', [database('old', 1, 0), database('new', 2, 0)]);
    secrets.signedInWith(rootFrom('old', 'database'), ['onward_app']);
    expect(secrets.rolePassword('onward_app')).toBe(old);
  });
});
