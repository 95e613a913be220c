/** Few on purpose. `client` acts through a link; `operator` works on the command line and sees no client. */
export const staffRoles = ['coach', 'supervisor', 'admin'] as const;
export type StaffRole = (typeof staffRoles)[number];

/**
 * Who sees more than a caseload of their own, or decides who does. Nobody comes to this by the word of one person: a
 * second one says yes, so that an admin who may not read what clients confide cannot make themselves somebody who may.
 */
export const hasWideSight = (role: StaffRole): boolean => role !== 'coach';

export const roles = [...staffRoles, 'client', 'operator'] as const;
export type Role = (typeof roles)[number];
