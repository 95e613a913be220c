/**
 * Three roles, none of them a superuser:
 * the owner runs migrations and owns the tables; the app role owns nothing and sees one organization at a time;
 * the gate role serves sign-in, links and sweeps, on the few tables that its policies open.
 */
export const APP_ROLE = 'onward_app';
export const GATE_ROLE = 'onward_gate';
export const OWNER_ROLE = 'onward_owner';
