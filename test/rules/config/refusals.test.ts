import { describe, expect, it } from '@jest/globals';
import { sentenceFor } from '../../../src/app/start/failures.js';
import { readConfig } from '../../../src/platform/config/config.js';
import { StartError } from '../../../src/platform/config/start-error.js';

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db.example:5432/onward?sslmode=verify-full',
  ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo',
  ONWARD_PUBLIC_URL: 'https://onward.example',
  ONWARD_TRUSTED_PROXIES: '1',
  SMTP_URL: 'smtps://mail.example:465',
  ONWARD_MAIL_FROM: 'Onward <onward@agency.example>',
};

const ADVICE = 'Use at least 32 random characters, for example from `openssl rand -base64 48`.';

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
    ['with a database across a network in the open', { DATABASE_URL: 'postgres://db.example/onward' }, 'DATABASE_URL: goes over a network without TLS. Add ?sslmode=verify-full, or name the host in ONWARD_PRIVATE_HOSTS.'],
    ['with an owner across a network in the open', { ONWARD_OWNER_URL: 'postgres://own:er@db.example/onward?sslmode=disable' }, 'ONWARD_OWNER_URL: goes over a network without TLS. Add ?sslmode=verify-full, or name the host in ONWARD_PRIVATE_HOSTS.'],
    ['with a database whose certificate nobody looks at', { DATABASE_URL: 'postgres://db.example/onward?sslmode=no-verify' }, 'DATABASE_URL: goes over a network without TLS. Add ?sslmode=verify-full, or name the host in ONWARD_PRIVATE_HOSTS.'],
    ['with the owner where those who serve belong', { DATABASE_URL: 'postgres://owner:secret@db.example/onward?sslmode=verify-full' }, 'DATABASE_URL: names a user. Onward serves as roles of its own, whose passwords follow from its secret. Leave user and password out; the address of who owns the database belongs into ONWARD_OWNER_URL.'],
    ['without a secret', { ONWARD_SECRET: '' }, `ONWARD_SECRET: missing. ${ADVICE}`],
    ['with one root of three', { ONWARD_SECRET: '', ONWARD_TOKENS_SECRET: 'tQ7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo', ONWARD_SEALING_SECRET: 'sQ7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo' }, `ONWARD_DATABASE_SECRET: missing. ${ADVICE}`],
    ['with a root that can be guessed', { ONWARD_SEALING_SECRET: 'sealing-sealing-sealing-sealing-1' }, `ONWARD_SEALING_SECRET: it can be guessed. ${ADVICE}`],
    ['with an older secret that can be guessed', { ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo changeme' }, `ONWARD_SECRET: it can be guessed. ${ADVICE}`],
    ['with a short secret', { ONWARD_SECRET: 'kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6a' }, `ONWARD_SECRET: it can be guessed. ${ADVICE}`],
    ['with a secret of few letters', { ONWARD_SECRET: 'abcdefghijk'.repeat(4) }, `ONWARD_SECRET: it can be guessed. ${ADVICE}`],
    ['with mail across a network in the open', { SMTP_URL: 'smtp://mail.example:587' }, 'SMTP_URL: goes over a network without TLS. Use smtps://, or add ?requireTLS=true, or name the host in ONWARD_PRIVATE_HOSTS.'],
    ['with a mail server whose certificate nobody looks at', { SMTP_URL: 'smtps://mail.example?tls.rejectUnauthorized=false' }, 'SMTP_URL: goes over a network without TLS. Use smtps://, or add ?requireTLS=true, or name the host in ONWARD_PRIVATE_HOSTS.'],
    ['without its proxies', { ONWARD_TRUSTED_PROXIES: '' }, 'ONWARD_TRUSTED_PROXIES: say how many proxies stand in front. Onward speaks no HTTPS itself, so there is at least 1; with 0 all people would share the limits of one.'],
    ['without a public address', { ONWARD_PUBLIC_URL: '' }, 'ONWARD_PUBLIC_URL: must be the https:// address that people open.'],
    ['with an open public address', { ONWARD_PUBLIC_URL: 'http://onward.example' }, 'ONWARD_PUBLIC_URL: must be the https:// address that people open.'],
    ['without a mail server', { SMTP_URL: '' }, 'SMTP_URL: missing. Mail goes out over SMTP, for example smtps://user:password@mail.example:465.'],
    ['without a sender', { ONWARD_MAIL_FROM: '' }, 'ONWARD_MAIL_FROM: missing. The sender of mails, for example "Onward <onward@agency.example>".'],
    ['with demo data', { ONWARD_SEED: 'true' }, 'ONWARD_SEED: demo data is never made in production.'],
    ['without limits', { ONWARD_LIMITS: 'false' }, 'ONWARD_LIMITS: request limits cannot be switched off in production.'],
    ['with a mistyped name', { ONWARD_TRUSTED_PROXY: '1' }, 'ONWARD_TRUSTED_PROXY: there is no such setting.'],
  ])('%s', (_, over, sentence) => expect(said({ ...production, ...over })).toBe(refusal(sentence))); // biome-ignore format: a table

  it.each([
    ['the database and the mail server are on this machine', { DATABASE_URL: 'postgres://127.0.0.1/onward', SMTP_URL: 'smtp://localhost:25' }],
    ['the database is behind a socket', { DATABASE_URL: 'postgres:///onward?host=/var/run/postgresql' }],
    ['mail has to switch to TLS', { SMTP_URL: 'smtp://mail.example:587?requireTLS=true' }],
    ['nobody else is on the network', { DATABASE_URL: 'postgres://database/onward', SMTP_URL: 'smtp://mail:1025', ONWARD_PRIVATE_HOSTS: 'database, mail' }],
    ['only the owner is named', { DATABASE_URL: '', ONWARD_OWNER_URL: 'postgres://own:er@db.example/onward?sslmode=verify-full' }],
    ['each root has a secret of its own', { ONWARD_SECRET: '', ONWARD_TOKENS_SECRET: 'tQ7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo', ONWARD_SEALING_SECRET: 'sQ7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo', ONWARD_DATABASE_SECRET: 'dQ7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo' }],
    ['a secret is being replaced', { ONWARD_SECRET: 'nQ7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo kq7Zt0w1mP5xB9dLr2YvQ8sHc4NfJ6aE3uGiTo' }],
  ])('for nothing, when %s', (_, over) => expect(said({ ...production, ...over })).toBe('starts')); // biome-ignore format: a table

  it('for nothing, when the embedded database is asked for', () => {
    expect(said({ ...production, DATABASE_URL: '', ONWARD_EMBEDDED: 'true' })).toBe('starts');
  });
});

describe('outside production', () => {
  it.each(['0.0.0.0', '::', '192.168.1.7', 'onward.example'])(
    'a start at %s is refused: the mailbox and the demo are for this machine',
    (HOST) => {
      expect(said({ HOST })).toBe(
        refusal(
          `HOST: ${HOST} can be reached from other machines. Outside production Onward serves this machine only: use 127.0.0.1, or NODE_ENV=production.`,
        ),
      );
      expect(said({ ...production, HOST })).toBe('starts');
    },
  );

  it.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('a start at %s is not', (HOST) =>
    expect(said({ HOST })).toBe('starts'),
  );

  it('the owner is refused as who serves, too', () => {
    expect(said({ DATABASE_URL: 'postgres://me@localhost/onward' })).toMatch(/DATABASE_URL: names a user\./);
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
    ['ONWARD_MAIL_FROM', 'Onward <a@b.example>\r\nBcc: everybody@b.example', 'Onward <a@b.example>'], ['ONWARD_MAIL_FROM', 'a@b.example\n', 'a@b.example'],
    ['ONWARD_MAIL_FROM', 'a@b.example, c@d.example', 'O. K. <a@b.example>'], ['ONWARD_OWNER_URL', 'postgres://own:er@db.example', 'postgres://own:er@db.example/onward'],
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
