import { fastifyCookie } from '@fastify/cookie';

/** `__Host-`: only over HTTPS (or localhost), only this host, the whole path: no other site of the domain can set it. */
const NAME = '__Host-onward-';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** A browser on a library's computer may never be closed: so many visits, and the oldest go. */
const MOST = 8;

/** The secret of one visit. Each has a cookie of its own, so that two tabs with two visits never touch each other's. */
export interface HeldVisit {
  id: string;
  secret: string;
}

/** The visits that a browser holds, oldest first: their ids are in the order of time. */
export const heldVisits = (cookies: string | undefined): HeldVisit[] =>
  Object.entries(fastifyCookie.parse(cookies ?? ''))
    .flatMap(([name, secret]) => (name.startsWith(NAME) && secret ? [{ id: name.slice(NAME.length), secret }] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The visit that the address names; where it names none, the only one there is. Never a guess among several. */
export function askedVisit(cookies: string | undefined, id: string | null): HeldVisit | null {
  const held = heldVisits(cookies);
  if (id !== null) return held.find((visit) => visit.id === id) ?? null;
  return held.length === 1 ? (held[0] ?? null) : null;
}

/** Without an end of its own: it goes when the browser is closed. */
export const cookieOf = ({ id, secret }: HeldVisit): string => `${NAME}${id}=${secret}; ${ATTRIBUTES}`;

export const cookieAway = (id: string): string => `${NAME}${id}=; ${ATTRIBUTES}; Max-Age=0`;

/** What to set so that a new visit fits beside those that the browser holds. */
export const cookiesFor = (visit: HeldVisit, cookies: string | undefined): string[] => [
  cookieOf(visit),
  ...heldVisits(cookies)
    .slice(0, -(MOST - 1))
    .map(({ id }) => cookieAway(id)),
];
