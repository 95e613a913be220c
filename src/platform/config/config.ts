import { z } from 'zod';
import { isLoopback, problemsInProduction } from './production.js';
import {
  address,
  databaseAddress,
  flag,
  listed,
  number,
  oneOf,
  origins,
  quietHours,
  secrets,
  sender,
} from './shapes.js';
import { listOf, StartError } from './start-error.js';

const environmentSchema = z.object({
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  PORT: number(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  ONWARD_WORKER_PORT: number(1, 65_535).optional(),
  DATABASE_URL: databaseAddress('postgres://host:5432/database').optional(),
  ONWARD_OWNER_URL: databaseAddress('postgres://user:password@host:5432/database').optional(),
  ONWARD_EMBEDDED: flag.optional(),
  ONWARD_DATA_DIR: z.string().min(1).default('.onward'),
  ONWARD_SECRET: secrets.optional(),
  ONWARD_TOKENS_SECRET: secrets.optional(),
  ONWARD_SEALING_SECRET: secrets.optional(),
  ONWARD_DATABASE_SECRET: secrets.optional(),
  ONWARD_KNOWN_ROLES: listed.optional(),
  ONWARD_PRIVATE_HOSTS: listed.optional(),
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
  ONWARD_MAIL_FROM: sender.optional(),
});

/** What keys grow from, each replaceable without the others. */
export const rootNames = ['tokens', 'sealing', 'database'] as const;
export type RootName = (typeof rootNames)[number];

export const CONFIG = Symbol('configuration');

export interface Config {
  readonly isProduction: boolean;
  readonly port: number;
  readonly host: string;
  /** Where a process that is only a worker says whether it is well; null: nowhere. */
  readonly workerPort: number | null;
  /** A PostgreSQL server of the operator, without a user: those who serve have their own. Null means the embedded one. */
  readonly databaseUrl: string | null;
  /** The same database as the one who owns it. Only who migrates has it; a process that serves never. */
  readonly ownerUrl: string | null;
  readonly dataDir: string;
  /** What is given for each root, the newest first; nothing in development means: made once and kept in the data folder. */
  readonly secrets: Readonly<Record<RootName, readonly string[]>>;
  /** Roles on the server that are the operator's own and may stand beside ours: backups, the provider's. */
  readonly knownRoles: readonly string[];
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
  const unfit = [
    ...problemsAnywhere(env),
    ...(isProduction ? [...problemsInProduction(env), ...strangers(given)] : problemsOutsideProduction(env)),
  ];
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
    databaseUrl: env.DATABASE_URL ?? (env.ONWARD_OWNER_URL === undefined ? null : withoutUser(env.ONWARD_OWNER_URL)),
    ownerUrl: env.ONWARD_OWNER_URL ?? null,
    dataDir: env.ONWARD_DATA_DIR,
    secrets: {
      tokens: [...(env.ONWARD_TOKENS_SECRET ?? []), ...(env.ONWARD_SECRET ?? [])],
      sealing: [...(env.ONWARD_SEALING_SECRET ?? []), ...(env.ONWARD_SECRET ?? [])],
      database: [...(env.ONWARD_DATABASE_SECRET ?? []), ...(env.ONWARD_SECRET ?? [])],
    },
    knownRoles: env.ONWARD_KNOWN_ROLES ?? [],
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
    // On a server of the operator only who has the owner's address can.
    migrates: env.ONWARD_MIGRATE && (env.DATABASE_URL === undefined || env.ONWARD_OWNER_URL !== undefined),
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

/** The address of the database alone. */
export function withoutUser(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = '';
  url.password = '';
  return url.href;
}

/** The same settings for a process that serves and never was given the owner's address. */
export function environmentWithoutOwner(
  { databaseUrl }: Config,
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const { ONWARD_OWNER_URL: _owner, ...others } = environment;
  return { ...others, DATABASE_URL: databaseUrl ?? '', ONWARD_MIGRATE: 'false' };
}

type Environment = z.infer<typeof environmentSchema>;

function problemsAnywhere({ DATABASE_URL }: Environment): string[] {
  const url = URL.parse(DATABASE_URL ?? '');
  const hasUser = url !== null && (url.username !== '' || url.password !== '' || url.searchParams.has('user'));
  return hasUser
    ? [
        'DATABASE_URL: names a user. Onward serves as roles of its own, whose passwords follow from its secret. ' +
          'Leave user and password out; the address of who owns the database belongs into ONWARD_OWNER_URL.',
      ]
    : [];
}

/** Passwords of the demo, a mailbox that anybody may read: nothing that may be reached from elsewhere. */
const problemsOutsideProduction = ({ HOST }: Environment): string[] =>
  isLoopback(HOST)
    ? []
    : [
        `HOST: ${HOST} can be reached from other machines. Outside production Onward serves this machine only: ` +
          'use 127.0.0.1, or NODE_ENV=production.',
      ];

/** A mistyped name would otherwise be a setting that silently does not hold. */
const strangers = (given: object): string[] =>
  Object.keys(given)
    .filter((name) => name.startsWith('ONWARD_') && !Object.hasOwn(environmentSchema.shape, name))
    .map((name) => `${name}: there is no such setting.`);
