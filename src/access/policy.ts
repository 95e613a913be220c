import type { Role } from './roles.js';

/**
 * How far an action of a role reaches.
 * `own`: a coach's caseload, the one thing a client opened. `organization`: everything of the organization.
 */
export type Reach = 'none' | 'own' | 'organization';

type Row = Readonly<Record<Role, Reach>>;

const row = (coach: Reach, supervisor: Reach, admin: Reach, client: Reach = 'none'): Row => ({
  coach,
  supervisor,
  admin,
  client,
  operator: 'none',
});

/** Who may do what: the one table, read by the guard, the services, the lists, the docs and the tests. */
export const policy = {
  //                           coach           supervisor      admin           client
  'me.read': row('own', 'own', 'own'),
  'me.change': row('own', 'own', 'own'),
  'organization.read': row('organization', 'organization', 'organization'),
  'organization.change': row('none', 'none', 'organization'),
  'invitation.read': row('none', 'organization', 'organization'),
  'invitation.create': row('none', 'none', 'organization'),
  'invitation.confirm': row('none', 'organization', 'organization'),
  'invitation.revoke': row('none', 'organization', 'organization'),
  'staff.read': row('organization', 'organization', 'organization'),
  'staff.change': row('none', 'none', 'organization'),
  'staff.confirm-role': row('none', 'organization', 'organization'),
  'staff.suspend': row('none', 'none', 'organization'),
  'caseload.read': row('organization', 'organization', 'organization'),
  'client.read': row('own', 'organization', 'organization'),
  'client.create': row('own', 'organization', 'none'),
  'client.change': row('own', 'organization', 'none'),
  'client.delete': row('none', 'organization', 'none'),
  'restricted.read': row('own', 'organization', 'none'),
  'barrier.read': row('own', 'organization', 'none'),
  'barrier.create': row('own', 'organization', 'none'),
  'barrier.change': row('own', 'organization', 'none'),
  'barrier.delete': row('own', 'organization', 'none'),
  'employer.read': row('organization', 'organization', 'organization'),
  'employer.create': row('organization', 'organization', 'none'),
  'employer.change': row('organization', 'organization', 'none'),
  'employer-contact.delete': row('organization', 'organization', 'none'),
  'application.read': row('own', 'organization', 'organization'),
  'application.create': row('own', 'organization', 'none'),
  'application.change': row('own', 'organization', 'none'),
  'application.delete': row('own', 'organization', 'none'),
  'application.move': row('own', 'organization', 'none'),
  'interview.read': row('own', 'organization', 'organization'),
  'interview.schedule': row('own', 'organization', 'none'),
  'interview.change': row('own', 'organization', 'none'),
  'interview.delete': row('own', 'organization', 'none'),
  'cover-letter.read': row('own', 'organization', 'organization'),
  'cover-letter.write': row('own', 'organization', 'none'),
  'cover-letter.review': row('own', 'organization', 'organization'),
  'cover-letter.send': row('own', 'organization', 'none'),
  'debrief.read': row('own', 'organization', 'none'),
  'debrief.link': row('own', 'organization', 'none'),
  'debrief.answer': row('own', 'organization', 'none', 'own'),
  'debrief.review': row('own', 'organization', 'none'),
  'debrief.skip': row('own', 'organization', 'none', 'own'),
  'lesson.read': row('own', 'organization', 'none'),
  'contact.read': row('own', 'organization', 'none'),
  'contact.delete': row('own', 'organization', 'none'),
  'follow-up.read': row('own', 'organization', 'none'),
  'follow-up.create': row('own', 'organization', 'none'),
  'follow-up.change': row('own', 'organization', 'none'),
  'follow-up.delete': row('own', 'organization', 'none'),
  'report.read': row('none', 'organization', 'organization'),
  'audit.read': row('none', 'none', 'organization'),
} as const satisfies Record<string, Row>;

export type Action = keyof typeof policy;

export const actions = Object.keys(policy) as Action[];
