import { relative, resolve } from 'node:path';
import type { Demo } from '../../demo/demo.js';
import type { DemoAccount } from '../../demo/demo-staff.js';
import type { Config } from '../../platform/config/config.js';

interface Started {
  readonly config: Config;
  /** The address of a path of this service, as people reach it. */
  readonly at: (path: string) => string;
  /** What was made just now; null when the database was not empty. */
  readonly demo: Demo | null;
  readonly hasDemo: boolean;
}

const rows = (entries: readonly (readonly [string, string])[], margin: string): string[] => {
  const width = Math.max(...entries.map(([name]) => name.length)) + 3;
  return entries.map(([name, value]) => `${margin}${name.padEnd(width)}${value}`);
};

/** Addresses, roles and passwords, for the only time they are shown. */
export const accountLines = (accounts: readonly DemoAccount[]): string[] =>
  rows(
    accounts.map(({ role, email, password }) => [`${role.padEnd(12)}${email}`, password]),
    '    ',
  );

const dataOf = ({ databaseUrl, dataDir }: Config): string => {
  if (databaseUrl !== null) return `the database of DATABASE_URL (${new URL(databaseUrl).host})`;
  const folder = relative('.', dataDir);
  return `${folder.startsWith('..') ? resolve(dataDir) : folder} (delete this folder to begin anew)`;
};

function demoLines({ demo, hasDemo, at }: Started): string[] {
  if (!demo) return hasDemo ? ['', '  New passwords for the demo accounts: npm run onward -- demo:accounts'] : [];
  const [{ email, password }] = demo.accounts.filter(({ role }) => role === 'coach') as [DemoAccount];
  const body = JSON.stringify({ email, password });
  return [
    '',
    '  Demo accounts, made for this database and shown this once:',
    '',
    ...accountLines(demo.accounts),
    '',
    '  Sign in:',
    '',
    `    curl -s ${at('/v1/auth/sign-in')} -H 'Content-Type: application/json' -d '${body}'`,
    ...(demo.link
      ? [
          '',
          `  The page of a client, ${demo.link.client}:`,
          '',
          `    ${demo.link.url}`,
          `    or ${at('/d')} with the code ${demo.link.code}`,
        ]
      : []),
  ];
}

/** What a person at the terminal reads once the service answers. */
export function welcome(started: Started): string {
  const { config, at } = started;
  const mail = config.smtpUrl === null ? at('/dev/mailbox') : `goes out through ${new URL(config.smtpUrl).host}`;
  return [
    '',
    '  Onward is ready.',
    '',
    ...rows(
      [
        ['Address', at('')],
        ['Web API', at('/docs')],
        ['Mail', mail],
        ['Data', dataOf(config)],
        ['Stop', 'Ctrl-C'],
      ],
      '    ',
    ),
    ...demoLines(started),
    '',
    '',
  ].join('\n');
}
