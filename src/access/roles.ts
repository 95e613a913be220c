/** Few on purpose. `client` acts through a link; `operator` works on the command line and sees no client. */
export const staffRoles = ['coach', 'supervisor', 'admin'] as const;
export type StaffRole = (typeof staffRoles)[number];

export const roles = [...staffRoles, 'client', 'operator'] as const;
export type Role = (typeof roles)[number];
