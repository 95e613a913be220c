import { describe, expect, it } from '@jest/globals';
import { sentenceFor } from '../../../src/app/failures.js';
import { readConfig } from '../../../src/platform/config/config.js';
import { StartError } from '../../../src/platform/config/start-error.js';

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://onward:secret@db.example:5432/onward',
  ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo',
  ONWARD_PUBLIC_URL: 'https://onward.example',
  SMTP_URL: 'smtps://mail.example:465',
  ONWARD_MAIL_FROM: 'Onward <onward@agency.example>',
};

/** What a person at the terminal reads when a start with these settings ends. */
function said(environment: Record<string, string>): string {
  try {
    readConfig(environment);
    return 'starts';
  } catch (error) {
    return sentenceFor(error) ?? 'a stack';
  }
}
const refusal = (problem: string): string => `Onward cannot start with these settings:\n  - ${problem}`;

describe('in production a start is refused, with this sentence,', () => {
  it('for none of the settings that are right', () => expect(said(production)).toBe('starts'));

  it.each([
    ['without a database', { DATABASE_URL: '' }, 'DATABASE_URL: missing. Give a PostgreSQL 18 server, or set ONWARD_EMBEDDED=true to run the embedded one.'],
    ['without a secret', { ONWARD_SECRET: '' }, 'ONWARD_SECRET: missing or weak. Use at least 32 random characters, for example from `openssl rand -base64 48`.'],
    ['with a short secret', { ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6a' }, 'ONWARD_SECRET: missing or weak. Use at least 32 random characters, for example from `openssl rand -base64 48`.'],
    ['with a secret of few letters', { ONWARD_SECRET: 'abcdefghijk'.repeat(4) }, 'ONWARD_SECRET: missing or weak. Use at least 32 random characters, for example from `openssl rand -base64 48`.'],
    ['without a public address', { ONWARD_PUBLIC_URL: '' }, 'ONWARD_PUBLIC_URL: must be the https:// address that people open.'],
    ['with an open public address', { ONWARD_PUBLIC_URL: 'http://onward.example' }, 'ONWARD_PUBLIC_URL: must be the https:// address that people open.'],
    ['without a mail server', { SMTP_URL: '' }, 'SMTP_URL: missing. Mail goes out over SMTP, for example smtps://user:password@mail.example:465.'],
    ['without a sender', { ONWARD_MAIL_FROM: '' }, 'ONWARD_MAIL_FROM: missing. The sender of mails, for example "Onward <onward@agency.example>".'],
    ['with demo data', { ONWARD_SEED: 'true' }, 'ONWARD_SEED: demo data is never made in production.'],
    ['without limits', { ONWARD_LIMITS: 'false' }, 'ONWARD_LIMITS: request limits cannot be switched off in production.'],
    ['with a mistyped name', { ONWARD_TRUSTED_PROXY: '1' }, 'ONWARD_TRUSTED_PROXY: there is no such setting.'],
  ])('%s', (_, over, sentence) => expect(said({ ...production, ...over })).toBe(refusal(sentence))); // biome-ignore format: a table

  it('for nothing, when the embedded database is asked for', () => {
    expect(said({ ...production, DATABASE_URL: '', ONWARD_EMBEDDED: 'true' })).toBe('starts');
  });
});

describe('a malformed setting is refused by its name, in production or not', () => {
  const malformed: [name: string, wrong: string, right: string][] = [
    ['NODE_ENV', 'prod', 'test'], ['PORT', '65536', '65535'], ['PORT', '-1', '0'],
    ['DATABASE_URL', 'mysql://db.example/onward', 'postgresql://db.example/onward'],
    ['DATABASE_URL', 'postgres://db.example', 'postgres://db.example/onward'],
    ['ONWARD_EMBEDDED', 'yes', 'false'], ['ONWARD_PUBLIC_URL', 'ftp://onward.example', 'http://onward.example'],
    ['ONWARD_TRUSTED_PROXIES', '11', '10'], ['ONWARD_TRUSTED_PROXIES', '-1', '0'],
    ['ONWARD_QUIET_HOURS', '24:00-08:00', '23:59-08:00'], ['ONWARD_QUIET_HOURS', '20:00', 'off'],
    ['ONWARD_SEED', '1', 'false'], ['ONWARD_MIGRATE', 'no', 'false'], ['ONWARD_LIMITS', 'off', 'false'],
    ['ONWARD_DRAIN_SECONDS', '121', '120'], ['ONWARD_DRAIN_SECONDS', '-1', '0'], ['ONWARD_LOG', 'loud', 'debug'],
    ['ONWARD_SUPPRESSION_THRESHOLD', '9', '10'], ['ONWARD_SUPPRESSION_THRESHOLD', '101', '100'],
    ['ONWARD_REQUESTS_IN_FLIGHT', '1', '2'], ['ONWARD_REQUESTS_IN_FLIGHT', 'many', '80'], ['ONWARD_DATABASE_CONNECTIONS', '1', '2'], ['ONWARD_DATABASE_CONNECTIONS', '201', '200'],
    ['SMTP_URL', 'mail.example', 'smtp://mail.example'], ['ONWARD_MAIL_FROM', 'ab', 'a@b'],
  ]; // biome-ignore format: a table
  it.each(malformed)('%s=%s, but not %s', (name, wrong, right) => {
    expect(said({ [name]: wrong })).toMatch(new RegExp(`^Onward cannot start with these settings:\n  - ${name}: .+$`));
    expect(said({ [name]: right })).toBe('starts');
  });

  it.each([...new Set(malformed.map(([name]) => name))])('%s in words of ours', (name) => {
    for (const [, wrong] of malformed.filter(([other]) => other === name)) {
      expect(said({ [name]: wrong })).not.toMatch(/expected|Invalid|Too (small|big)/);
    }
  });
});

describe('a start that fails', () => {
  it.each([
    [{ code: 'ECONNREFUSED' }, /^DATABASE_URL: nothing answers .*\(ECONNREFUSED\)$/],
    [{ code: 'ECONNRESET' }, /^DATABASE_URL: the server ended the connection\. .*\(ECONNRESET\)$/],
    [{ code: 'ENOTFOUND' }, /^DATABASE_URL: the name of its host is not known\. \(ENOTFOUND\)$/],
    [{ code: 'EAI_AGAIN' }, /^DATABASE_URL: the name of its host cannot be looked up now\. \(EAI_AGAIN\)$/],
    [{ code: 'ETIMEDOUT' }, /^DATABASE_URL: its address does not answer in time\. \(ETIMEDOUT\)$/],
    [{ code: 'EHOSTUNREACH' }, /^DATABASE_URL: its address cannot be reached\. \(EHOSTUNREACH\)$/],
    [{ code: '28P01' }, /^DATABASE_URL: the server refuses the user or the password\. \(28P01\)$/],
    [{ code: '28000' }, /^DATABASE_URL: the server lets nobody in .*\(28000\)$/],
    [{ code: '3D000' }, /^DATABASE_URL: the server has no such database\. .*\(3D000\)$/],
    [{ code: '42501' }, /^DATABASE_URL: the user has too few rights\. .*\(42501\)$/],
    [{ code: '53300' }, /^DATABASE_URL: the server has no connection left\. .*\(53300\)$/],
    [new Error('timeout expired'), /^DATABASE_URL: its address does not answer in time\.$/],
    [new Error('The server does not support SSL connections'), /^DATABASE_URL: The server does not support SSL connections\.$/],
    [new StartError('What the operator can put right.'), /^What the operator can put right\.$/],
  ])('says in one sentence what %o means', (error, sentence) => expect(sentenceFor(error)).toMatch(sentence)); // biome-ignore format: a table

  it('shows a fault of ours with its stack', () => expect(sentenceFor(new TypeError('x is undefined'))).toBeNull());
});
