import { z } from 'zod';
import { listOf, StartError } from './start-error.js';

const oneOf = <const Word extends string>(...words: readonly Word[]) =>
  z.enum(words, { error: `use ${words.join(', ')}` });
const flag = z.enum(['true', 'false'], { error: 'use true or false' }).transform((value) => value === 'true');
/** A whole number in these bounds. */
const number = (from: number, to: number) => {
  const error = `use a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};
const address = (protocol: RegExp, example: string) => z.url({ protocol, error: `use ${example}` });

/** Hours in which no mail goes to a client, local time of the client: `20:00-08:00`, or `off`. */
const quietHours = z
  .string()
  .regex(/^(off|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$/, 'use HH:MM-HH:MM or off')
  .transform((value) => {
    const [from, to] = value.split('-');
    return from !== undefined && to !== undefined ? { from, to } : null;
  });

/** Origins as browsers write them, `https://app.agency.example, https://…`: no path, no wildcard. */
const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .refine((all) => all.every((origin) => /^https?:\/\//.test(origin) && URL.parse(origin)?.origin === origin), {
    message: 'use origins without a path, for example https://app.agency.example, separated by commas',
  });

const environmentSchema = z.object({
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  PORT: number(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  ONWARD_WORKER_PORT: number(1, 65_535).optional(),
  DATABASE_URL: address(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database')
    .refine((url) => !URL.canParse(url) || new URL(url).pathname.length > 1, {
      message: 'names no database, for example postgres://user:password@host:5432/onward',
    })
    .optional(),
  ONWARD_EMBEDDED: flag.optional(),
  ONWARD_DATA_DIR: z.string().min(1).default('.onward'),
  ONWARD_SECRET: z.string().optional(),
  ONWARD_PUBLIC_URL: address(/^https?$/, 'an address such as https://onward.agency.example').optional(),
  ONWARD_ALLOWED_ORIGINS: origins.optional(),
  ONWARD_TRUSTED_PROXIES: number(0, 10).default(0),
  ONWARD_QUIET_HOURS: quietHours.optional(),
  ONWARD_SEED: flag.optional(),
  ONWARD_MIGRATE: flag.default(true),
  ONWARD_DRAIN_SECONDS: number(0, 120).optional(),
  ONWARD_LIMITS: flag.default(true),
  ONWARD_API_DOCS: flag.default(true),
  ONWARD_LOG: oneOf('silent', 'error', 'warn', 'info', 'debug').optional(),
  ONWARD_SUPPRESSION_THRESHOLD: number(10, 100).default(11),
  ONWARD_DATABASE_CONNECTIONS: number(2, 200).default(20),
  ONWARD_REQUESTS_IN_FLIGHT: number(2, 10_000).optional(),
  ONWARD_MAILS_PER_DAY: number(1, 1_000_000).default(500),
  ONWARD_INVITATIONS_PER_DAY: number(1, 10_000).default(50),
  SMTP_URL: address(/^smtps?$/, 'an address such as smtps://user:password@mail.example:465').optional(),
  ONWARD_MAIL_FROM: z.string().min(3, { error: 'use a sender such as "Onward <onward@agency.example>"' }).optional(),
});

export const CONFIG = Symbol('configuration');

export interface Config {
  readonly isProduction: boolean;
  readonly port: number;
  readonly host: string;
  /** Where a process that is only a worker says whether it is well; null: nowhere. */
  readonly workerPort: number | null;
  /** A PostgreSQL server of the operator; null means the embedded one. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Key material of the installation; null in development means: made once and kept in the data folder. */
  readonly secret: string | null;
  /** Where people reach the service; links in mails start with it. Null means `http://localhost:<port>`. */
  readonly publicUrl: string | null;
  /** Origins whose scripts may call the web API from a browser (CORS). */
  readonly allowedOrigins: readonly string[];
  /** How many proxies stand in front; addresses beyond that in `X-Forwarded-For` are not believed. */
  readonly trustedProxies: number;
  readonly quietHours: { from: string; to: string } | null;
  readonly seedsDemo: boolean;
  /** False: this process only checks that the schema is there and new enough; another one migrates. */
  readonly migrates: boolean;
  /** How long a stopping process still serves while the load balancer hears that it is not ready. */
  readonly drainSeconds: number;
  readonly limitsRequests: boolean;
  /** False: neither `/docs` nor `/openapi.json` is there. */
  readonly showsApiDocs: boolean;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Reports hide counts from 1 to below this; never below 10. */
  readonly suppressionThreshold: number;
  readonly databaseConnections: number;
  /** Requests that are worked on at once; about as many may wait a moment, the rest is answered 503. */
  readonly requestsInFlight: number;
  /** How many mails an organization sends in a day, beside its invitations; the rest waits for the next. */
  readonly mailsPerDay: number;
  readonly invitationsPerDay: number;
  /** Null means the development mailbox. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
}

/** Everything that is wrong with the settings, all at once. */
export class ConfigError extends StartError {
  constructor(readonly problems: readonly string[]) {
    super(listOf('Onward cannot start with these settings:', problems));
  }
}

/** Reads the settings. The only reader of the environment. Throws `ConfigError` with every problem found. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const malformed = parsed.success ? [] : parsed.error.issues;
  const broken = new Set(malformed.map((issue) => String(issue.path[0])));
  // What is malformed is reported, and left out of the look at the rest, so that one start tells everything.
  const env =
    parsed.data ??
    environmentSchema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !broken.has(name))));
  const isProduction = env.NODE_ENV === 'production';
  const unfit = isProduction ? [...problemsInProduction(env), ...strangers(given)] : [];
  const problems = [
    ...malformed.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...unfit.filter((problem) => !broken.has(problem.slice(0, problem.indexOf(':')))),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    isProduction,
    port: env.PORT,
    host: env.HOST,
    workerPort: env.ONWARD_WORKER_PORT ?? null,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.ONWARD_DATA_DIR,
    secret: env.ONWARD_SECRET ?? null,
    publicUrl: env.ONWARD_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    allowedOrigins: env.ONWARD_ALLOWED_ORIGINS ?? [],
    trustedProxies: env.ONWARD_TRUSTED_PROXIES,
    // Off outside production, so that whoever tries the product at night is not left waiting until morning.
    quietHours:
      env.ONWARD_QUIET_HOURS === undefined
        ? isProduction
          ? { from: '20:00', to: '08:00' }
          : null
        : env.ONWARD_QUIET_HOURS,
    seedsDemo: !isProduction && (env.ONWARD_SEED ?? true),
    migrates: env.ONWARD_MIGRATE,
    drainSeconds: env.ONWARD_DRAIN_SECONDS ?? (isProduction ? 5 : 0),
    limitsRequests: env.ONWARD_LIMITS,
    showsApiDocs: env.ONWARD_API_DOCS,
    // A person at a terminal reads what the start prints; where logs are collected, requests belong in them.
    logLevel: env.ONWARD_LOG ?? (isProduction ? 'info' : 'warn'),
    suppressionThreshold: env.ONWARD_SUPPRESSION_THRESHOLD,
    databaseConnections: env.ONWARD_DATABASE_CONNECTIONS,
    requestsInFlight: env.ONWARD_REQUESTS_IN_FLIGHT ?? Math.ceil(1.5 * env.ONWARD_DATABASE_CONNECTIONS),
    mailsPerDay: env.ONWARD_MAILS_PER_DAY,
    invitationsPerDay: env.ONWARD_INVITATIONS_PER_DAY,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.ONWARD_MAIL_FROM ?? 'Onward <onward@localhost>',
  };
}

/** A secret that anybody could guess: too short, or of too few different characters. */
export const isWeakSecret = (secret: string): boolean => secret.length < 32 || new Set(secret).size < 12;

function problemsInProduction(env: z.infer<typeof environmentSchema>): string[] {
  const problems: string[] = [];
  if (env.DATABASE_URL === undefined && env.ONWARD_EMBEDDED !== true) {
    problems.push(
      'DATABASE_URL: missing. Give a PostgreSQL 18 server, or set ONWARD_EMBEDDED=true to run the embedded one.',
    );
  }
  if (env.ONWARD_SECRET === undefined || isWeakSecret(env.ONWARD_SECRET)) {
    problems.push(
      'ONWARD_SECRET: missing or weak. Use at least 32 random characters, for example from `openssl rand -base64 48`.',
    );
  }
  if (env.ONWARD_PUBLIC_URL === undefined || !env.ONWARD_PUBLIC_URL.startsWith('https://')) {
    problems.push('ONWARD_PUBLIC_URL: must be the https:// address that people open.');
  }
  if (env.SMTP_URL === undefined)
    problems.push('SMTP_URL: missing. Mail goes out over SMTP, for example smtps://user:password@mail.example:465.');
  if (env.ONWARD_MAIL_FROM === undefined)
    problems.push('ONWARD_MAIL_FROM: missing. The sender of mails, for example "Onward <onward@agency.example>".');
  if (env.ONWARD_SEED === true) problems.push('ONWARD_SEED: demo data is never made in production.');
  if (!env.ONWARD_LIMITS) problems.push('ONWARD_LIMITS: request limits cannot be switched off in production.');
  return problems;
}

/** A mistyped name would otherwise be a setting that silently does not hold. */
const strangers = (given: object): string[] =>
  Object.keys(given)
    .filter((name) => name.startsWith('ONWARD_') && !Object.hasOwn(environmentSchema.shape, name))
    .map((name) => `${name}: there is no such setting.`);
