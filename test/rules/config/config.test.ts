import { describe, expect, it } from '@jest/globals';
import { type ConfigError, readConfig } from '../../../src/platform/config/config.js';

const good = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://onward:secret@db.example:5432/onward',
  ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo',
  ONWARD_PUBLIC_URL: 'https://onward.example',
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
    expect(readConfig(good)).toMatchObject({ seedsDemo: false, drainSeconds: 5, logLevel: 'info', migrates: true });
  });

  it('in production list everything that is missing at once', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      'DATABASE_URL',
      'ONWARD_SECRET',
      'ONWARD_PUBLIC_URL',
      'SMTP_URL',
      'ONWARD_MAIL_FROM',
    ]);
  });

  it('list what is malformed together with what is missing, each once', () => {
    expect(problemsOf({ NODE_ENV: 'production', PORT: 'eighty', SMTP_URL: 'mail.example' }).toSorted()).toEqual([
      'DATABASE_URL',
      'ONWARD_MAIL_FROM',
      'ONWARD_PUBLIC_URL',
      'ONWARD_SECRET',
      'PORT',
      'SMTP_URL',
    ]);
  });

  it.each(['short', 'a'.repeat(64), 'changemechangemechangemechangeme'])(
    'in production refuse the secret %s',
    (secret) => {
      expect(problemsOf({ ...good, ONWARD_SECRET: secret })).toEqual(['ONWARD_SECRET']);
    },
  );

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
