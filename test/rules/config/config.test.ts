import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type ConfigError, readConfig } from '../../../src/platform/config/config.js';
import { isGuessable } from '../../../src/platform/config/secret-strength.js';

const good = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db.example:5432/onward?sslmode=verify-full',
  ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo',
  ONWARD_PUBLIC_URL: 'https://onward.example',
  ONWARD_TRUSTED_PROXIES: '1',
  SMTP_URL: 'smtps://mail.example:465',
  ONWARD_MAIL_FROM: 'Onward <onward@agency.example>',
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return (error as ConfigError).problems.map((problem) => problem.split(':')[0] ?? '');
  }
}

describe('the settings', () => {
  it('need nothing at all outside production', () => {
    expect(readConfig({ ONWARD_API_DOCS: 'false' }).showsApiDocs).toBe(false);
    expect(readConfig({})).toMatchObject({
      showsApiDocs: true,
      port: 3000,
      host: '127.0.0.1',
      seedsDemo: true,
      logLevel: 'warn',
    });
  });

  it('in production are quiet about demo data, wait before they stop, and log requests', () => {
    expect(readConfig(good)).toMatchObject({ seedsDemo: false, drainSeconds: 5, logLevel: 'info', migrates: false });
    const ownerUrl = 'postgres://own:er@db.example:5432/onward?sslmode=verify-full';
    expect(readConfig({ ...good, ONWARD_OWNER_URL: ownerUrl }).migrates).toBe(true);
    expect(readConfig({ ...good, DATABASE_URL: '', ONWARD_OWNER_URL: ownerUrl }).databaseUrl).toBe(good.DATABASE_URL);
  });

  it('in production list everything that is missing at once', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      'DATABASE_URL',
      'SMTP_URL',
      'ONWARD_SECRET',
      'ONWARD_PUBLIC_URL',
      'ONWARD_TRUSTED_PROXIES',
      'ONWARD_MAIL_FROM',
    ]);
  });

  it('list what is malformed together with what is missing, each once', () => {
    expect(problemsOf({ NODE_ENV: 'production', PORT: 'eighty', SMTP_URL: 'mail.example' }).toSorted()).toEqual([
      'DATABASE_URL',
      'ONWARD_MAIL_FROM',
      'ONWARD_PUBLIC_URL',
      'ONWARD_SECRET',
      'ONWARD_TRUSTED_PROXIES',
      'PORT',
      'SMTP_URL',
    ]);
  });

  it.each([
    'short', 'a'.repeat(64), 'changemechangemechangemechangeme', 'abcdefghijklmnopqrstuvwxyz0123456789', 'MySuperSecretPassword1234567890!@#$',
    'P4ssw0rdP4ssw0rdP4ssw0rdP4ssw0rd', 'onward-production-secret-2026-onward', 'qwertyuiopasdfghjklzxcvbnm1234567890',
    'please-change-this-secret-before-production', '0123456789abcdef0123456789abcdef', '00112233445566778899aabbccddeeff',
    'deadbeefdeadbeefcafebabecafebabe0123', 'ElSecretoDeNuestraCasaEsMuyLargo2026', 'Onward!Onward2Onward3Onward4Onward5',
    'correct-horse-battery-staple-correct-horse',
  ])('in production refuse the secret %s', (secret) => {
    expect(problemsOf({ ...good, ONWARD_SECRET: secret })).toEqual(['ONWARD_SECRET']);
  }); // biome-ignore format: a list to scan

  it('take what a machine drew by chance, in every usual way to write it', () => {
    for (let round = 0; round < 200; round += 1) {
      const drawn = [
        randomBytes(48).toString('base64'),
        randomBytes(48).toString('base64url'),
        randomBytes(32).toString('hex'),
      ];
      expect(drawn.filter(isGuessable)).toEqual([]);
    }
  });

  it('in production refuse plain http, demo data, no limits, and a mistyped name', () => {
    const bad = { ONWARD_PUBLIC_URL: 'http://onward.example', ONWARD_SEED: 'true', ONWARD_LIMITS: 'false' };
    expect(problemsOf({ ...good, ...bad, ONWARD_TRUSTED_PROXY: '1' })).toEqual([
      'ONWARD_PUBLIC_URL',
      'ONWARD_SEED',
      'ONWARD_LIMITS',
      'ONWARD_TRUSTED_PROXY',
    ]);
  });

  it('refuse a database address that names no database', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://db.example' })).toEqual(['DATABASE_URL']);
    expect(problemsOf({ DATABASE_URL: 'mysql://db.example/onward' })).toEqual(['DATABASE_URL']);
  });
});
