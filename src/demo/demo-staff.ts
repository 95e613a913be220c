import { randomInt } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import type { StaffActor } from '../access/actor.js';
import type { StaffRole } from '../access/roles.js';
import { Accounts } from '../features/identity/accounts.js';
import { hashPassword } from '../features/identity/passwords.js';
import { SessionsService } from '../features/identity/sessions/sessions.service.js';
import { newId } from '../kernel/ids.js';
import { claimsSchema } from '../platform/auth/access-tokens.js';
import { Database } from '../platform/database/database.js';

/** The cast of the demo, at a domain that can belong to nobody (RFC 2606). */
const cast = {
  nia: { name: 'Nia Brooks', role: 'admin', email: 'nia@demo.example' },
  sol: { name: 'Sol Rivera', role: 'supervisor', email: 'sol@demo.example' },
  ana: { name: 'Ana Torres', role: 'coach', email: 'ana@demo.example' },
  ben: { name: 'Ben Okafor', role: 'coach', email: 'ben@demo.example' },
} as const satisfies Record<string, { name: string; role: StaffRole; email: string }>;

export type DemoName = keyof typeof cast;
const names = Object.keys(cast) as DemoName[];

export interface DemoAccount {
  readonly name: string;
  readonly role: StaffRole;
  readonly email: string;
  readonly password: string;
}

/** Without letters and digits that look alike: 4 × 5 of 28, about 96 bits. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz234567';
const group = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
const newPassword = (): string => [group(), group(), group(), group()].join('-');

interface Staff {
  readonly accounts: readonly DemoAccount[];
  /** Each signed in, so that what they do stands in the trail under their names. */
  readonly actors: Readonly<Record<DemoName, StaffActor>>;
}

/** Makes the whole cast in one transaction, each with a password of its own, and signs them in. */
export async function makeStaff(app: INestApplicationContext, organizationId: string): Promise<Staff> {
  const [accounts, auth] = [app.get(Accounts), app.get(SessionsService)];
  const people = await Promise.all(
    names.map(async (key) => {
      const password = newPassword();
      return { key, ...cast[key], password, passwordHash: await hashPassword(password) };
    }),
  );
  const actors: [DemoName, StaffActor][] = [];
  await app.get(Database).asSystem(organizationId, 'make the demo staff', async (tx) => {
    for (const { key, name, role, email, passwordHash } of people) {
      const userId = await accounts.insert(tx, { name, role, email, passwordHash });
      const { accessToken } = await auth.startSession(tx, userId, role);
      actors.push([key, actorOf(accessToken)]);
    }
  });
  return {
    accounts: people.map(({ name, role, email, password }) => ({ name, role, email, password })),
    actors: Object.fromEntries(actors) as Record<DemoName, StaffActor>,
  };
}

/** Whoever just got this token. */
function actorOf(accessToken: string): StaffActor {
  const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
  const { sub, org, sid, role } = claimsSchema.parse(JSON.parse(payload));
  return { kind: 'staff', role, organizationId: org, userId: sub, sessionId: sid, requestId: newId() };
}

/** New passwords for the cast that is there; its sessions end. Empty when this database has no demo. */
export async function renewStaff(app: INestApplicationContext): Promise<DemoAccount[]> {
  const accounts = app.get(Accounts);
  const renewed: DemoAccount[] = [];
  for (const person of Object.values(cast)) {
    const password = newPassword();
    if (await accounts.replacePassword(person.email, password)) renewed.push({ ...person, password });
  }
  return renewed;
}

/** Does this database hold the demo? */
export const hasDemo = (app: INestApplicationContext): Promise<boolean> => app.get(Accounts).exists(cast.nia.email);
