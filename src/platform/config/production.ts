import { isGuessable } from './secret-strength.js';

/** Which of the settings decide whether a start in production is safe. */
export interface Unchecked {
  readonly DATABASE_URL?: string | undefined;
  readonly ONWARD_OWNER_URL?: string | undefined;
  readonly ONWARD_EMBEDDED?: boolean | undefined;
  readonly ONWARD_SECRET?: readonly string[] | undefined;
  readonly ONWARD_TOKENS_SECRET?: readonly string[] | undefined;
  readonly ONWARD_SEALING_SECRET?: readonly string[] | undefined;
  readonly ONWARD_DATABASE_SECRET?: readonly string[] | undefined;
  readonly ONWARD_PUBLIC_URL?: string | undefined;
  readonly ONWARD_PRIVATE_HOSTS?: readonly string[] | undefined;
  readonly ONWARD_TRUSTED_PROXIES: number;
  readonly ONWARD_SEED?: boolean | undefined;
  readonly ONWARD_LIMITS: boolean;
  readonly SMTP_URL?: string | undefined;
  readonly ONWARD_MAIL_FROM?: string | undefined;
}

/** This machine alone: nobody on a network can listen, and nobody off the machine can come. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host === '::1' ||
  host === '[::1]' ||
  host.startsWith('/') ||
  /^127(\.\d{1,3}){3}$/.test(host);

const hostOf = (url: URL): string => url.searchParams.get('host') ?? decodeURIComponent(url.hostname);

/** What leaves this machine in the open, unless the operator says that nobody else is on that network. */
const isOpen = (url: URL, hidden: readonly string[], isSafe: boolean): boolean =>
  !isSafe && !isLoopback(hostOf(url)) && !hidden.includes(hostOf(url));

/** Whether the connection to the database is kept from listeners, and its server from impostors who merely answer. */
const hasDatabaseTls = (url: URL): boolean =>
  ['require', 'verify-ca', 'verify-full'].includes(url.searchParams.get('sslmode') ?? '');

const hasMailTls = (url: URL): boolean =>
  (url.protocol === 'smtps:' || url.searchParams.get('requireTLS') === 'true') &&
  url.searchParams.get('tls.rejectUnauthorized') !== 'false' &&
  url.searchParams.get('ignoreTLS') !== 'true';

const names = ['ONWARD_TOKENS_SECRET', 'ONWARD_SEALING_SECRET', 'ONWARD_DATABASE_SECRET'] as const;

function problemsOfSecrets(env: Unchecked): string[] {
  const advice = 'Use at least 32 random characters, for example from `openssl rand -base64 48`.';
  const weak = (['ONWARD_SECRET', ...names] as const).filter((name) => env[name]?.some(isGuessable));
  const missing = env.ONWARD_SECRET ? [] : names.filter((name) => !env[name]);
  // One for all is the usual way; who gives some of the three is told of the others.
  const asked = missing.length === names.length ? (['ONWARD_SECRET'] as const) : missing;
  return [
    ...asked.map((name) => `${name}: missing. ${advice}`),
    ...weak.map((name) => `${name}: it can be guessed. ${advice}`),
  ];
}

function problemsOfConnections(env: Unchecked): string[] {
  const problems: string[] = [];
  const hidden = env.ONWARD_PRIVATE_HOSTS ?? [];
  if (env.DATABASE_URL === undefined && env.ONWARD_OWNER_URL === undefined && env.ONWARD_EMBEDDED !== true) {
    problems.push(
      'DATABASE_URL: missing. Give a PostgreSQL 18 server, or set ONWARD_EMBEDDED=true to run the embedded one.',
    );
  }
  for (const name of ['DATABASE_URL', 'ONWARD_OWNER_URL'] as const) {
    const url = URL.parse(env[name] ?? '');
    if (url && isOpen(url, hidden, hasDatabaseTls(url)))
      problems.push(
        `${name}: goes over a network without TLS. Add ?sslmode=verify-full, or name the host in ONWARD_PRIVATE_HOSTS.`,
      );
  }
  const mail = URL.parse(env.SMTP_URL ?? '');
  if (env.SMTP_URL === undefined)
    problems.push('SMTP_URL: missing. Mail goes out over SMTP, for example smtps://user:password@mail.example:465.');
  else if (mail && isOpen(mail, hidden, hasMailTls(mail)))
    problems.push(
      'SMTP_URL: goes over a network without TLS. Use smtps://, or add ?requireTLS=true, or name the host in ONWARD_PRIVATE_HOSTS.',
    );
  return problems;
}

/** What must not be so where real people are served, in sentences, all at once. */
export function problemsInProduction(env: Unchecked): string[] {
  const problems = [...problemsOfConnections(env), ...problemsOfSecrets(env)];
  if (env.ONWARD_PUBLIC_URL === undefined || !env.ONWARD_PUBLIC_URL.startsWith('https://'))
    problems.push('ONWARD_PUBLIC_URL: must be the https:// address that people open.');
  if (env.ONWARD_TRUSTED_PROXIES === 0)
    problems.push(
      'ONWARD_TRUSTED_PROXIES: say how many proxies stand in front. Onward speaks no HTTPS itself, so there is at least 1; with 0 all people would share the limits of one.',
    );
  if (env.ONWARD_MAIL_FROM === undefined)
    problems.push('ONWARD_MAIL_FROM: missing. The sender of mails, for example "Onward <onward@agency.example>".');
  if (env.ONWARD_SEED === true) problems.push('ONWARD_SEED: demo data is never made in production.');
  if (!env.ONWARD_LIMITS) problems.push('ONWARD_LIMITS: request limits cannot be switched off in production.');
  return problems;
}
