import { describe, expect, it } from '@jest/globals';
import { allows, couldEver, type Facts, require, sight } from '../../../src/access/access.js';
import type { Actor } from '../../../src/access/actor.js';
import { type Action, actions, type Reach } from '../../../src/access/policy.js';
import { type Role, roles } from '../../../src/access/roles.js';
import type { AppError } from '../../../src/kernel/errors.js';

const ME = 'the user who asks';
const opened = { kind: 'debrief', id: 'mine' };
const visit = { kind: 'own', linkId: 'l', linkMadeBy: null } as const;
const request = { organizationId: 'north', requestId: 'r' };
const actorOf = (role: Role): Actor => {
  if (role === 'operator') return { ...request, kind: 'system', role, reason: 'test' };
  if (role === 'client') return { ...request, kind: 'client', role, clientId: ME, opened, visit, sessionId: 's' };
  return { ...request, kind: 'staff', role, userId: ME, sessionId: 's' };
};

/** How far a row stands from whoever asks. */
const rows = {
  'of me': { coachId: ME },
  'of a colleague': { coachId: 'a colleague' },
  'of no coach': { coachId: null },
  'of which nothing is known': {},
  'what I opened': { coachId: 'a colleague', opened },
  'another of that kind': { coachId: ME, opened: { ...opened, id: 'another' } },
  'of the same id, another kind': { coachId: ME, opened: { ...opened, kind: 'letter' } },
} satisfies Record<string, Facts>;
type Distance = keyof typeof rows;
const distances = Object.keys(rows) as Distance[];

const toWorkWithAClient: Action[] = [
  'client.read', 'client.create', 'client.change',
  'restricted.read', 'barrier.read', 'barrier.create', 'barrier.change', 'barrier.delete',
  'application.read', 'application.create', 'application.change', 'application.delete', 'application.move',
  'interview.read', 'interview.schedule', 'interview.change', 'interview.delete',
  'cover-letter.read', 'cover-letter.write', 'cover-letter.review', 'cover-letter.send',
  'debrief.read', 'debrief.link', 'debrief.answer', 'debrief.review', 'debrief.skip',
  'follow-up.read', 'follow-up.create', 'follow-up.change', 'follow-up.delete', 'lesson.read', 'contact.read', 'contact.delete',
]; // biome-ignore format: a list to scan
const toBeOneself: Action[] = ['me.read', 'me.change'];
const toKnowTheHouse: Action[] = ['organization.read', 'staff.read', 'caseload.read', 'employer.read'];
const toKeepEmployers: Action[] = ['employer.create', 'employer.change', 'employer-contact.delete'];
const toRunTheHouse: Action[] = [
  'organization.change', 'invitation.create', 'staff.change', 'staff.suspend', 'audit.read',
]; // biome-ignore format: a list to scan
const toBeTheSecondPerson: Action[] = [
  'invitation.read',
  'invitation.confirm',
  'invitation.revoke',
  'staff.confirm-role',
];
const toSeeThatWorkIsDone: Action[] = ['client.read', 'application.read', 'interview.read', 'cover-letter.read', 'cover-letter.review']; // biome-ignore format: a list to scan

/** Written by hand, and by what people do: `policy.ts` is written by action. What is not named here is refused. */
const may: Readonly<Record<Role, { everywhere: readonly Action[]; onOwn: readonly Action[] }>> = {
  coach: { everywhere: [...toKnowTheHouse, ...toKeepEmployers], onOwn: [...toBeOneself, ...toWorkWithAClient] },
  supervisor: {
    everywhere: [
      ...toKnowTheHouse,
      ...toKeepEmployers,
      ...toBeTheSecondPerson,
      ...toWorkWithAClient,
      'client.delete',
      'report.read',
    ],
    onOwn: toBeOneself,
  },
  admin: {
    everywhere: [...toKnowTheHouse, ...toRunTheHouse, ...toBeTheSecondPerson, ...toSeeThatWorkIsDone, 'report.read'],
    onOwn: toBeOneself,
  },
  client: { everywhere: [], onOwn: ['debrief.answer', 'debrief.skip'] },
  operator: { everywhere: [], onOwn: [] },
};
const mine: Distance[] = ['of me', 'another of that kind', 'of the same id, another kind'];
const own: Readonly<Record<Role, readonly Distance[]>> = {
  coach: mine,
  supervisor: mine,
  admin: mine,
  client: ['what I opened'],
  operator: [],
};
const reachOf = (role: Role, action: Action): Reach => {
  if (may[role].everywhere.includes(action)) return 'organization';
  return may[role].onOwn.includes(action) ? 'own' : 'none';
};

describe('the access table', () => {
  it('allows each role, for each action and distance, exactly what is written here', () => {
    const wrong = roles.flatMap((role) =>
      actions.flatMap((action) =>
        distances.flatMap((distance) => {
          const reach = reachOf(role, action);
          const should = reach === 'organization' || (reach === 'own' && own[role].includes(distance));
          const does = allows(actorOf(role), action, rows[distance]);
          return does === should ? [] : [`${role} ${action} ${distance}: ${does}`];
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('shows in lists as far as written here, and lets the guard pass whoever could ever', () => {
    const wrong = roles.flatMap((role) =>
      actions.filter(
        (action) =>
          sight(actorOf(role), action) !== reachOf(role, action) ||
          couldEver(role, action) !== (reachOf(role, action) !== 'none'),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('has no action that nobody may do, and none that is not named here', () => {
    const named = new Set(roles.flatMap((role) => [...may[role].everywhere, ...may[role].onOwn]));
    expect([...named].toSorted()).toEqual(actions.toSorted());
  });
});

describe('one’s own', () => {
  it('is not a colleague’s, nobody’s, or what is not known: isOwn is not always true', () => {
    const coach = actorOf('coach');
    expect(distances.filter((distance) => allows(coach, 'client.change', rows[distance]))).toEqual(own.coach);
  });

  it('is for a client the one thing of the link, whosever caseload it stands in', () => {
    const client = actorOf('client');
    expect(distances.filter((distance) => allows(client, 'debrief.answer', rows[distance]))).toEqual(['what I opened']);
  });
});

describe('require', () => {
  it('passes what is allowed', () => {
    expect(() => require(actorOf('coach'), 'client.change', rows['of me'])).not.toThrow();
  });

  it('refuses the rest with 403 and a code, and names the action', () => {
    let refusal: unknown;
    try {
      require(actorOf('coach'), 'client.change', rows['of a colleague']);
    } catch (error) {
      refusal = error;
    }
    const { kind, code, parameters } = refusal as AppError;
    expect({ kind, code, parameters }).toEqual({
      kind: 'forbidden',
      code: 'access.not-allowed',
      parameters: { action: 'client.change' },
    });
  });
});
