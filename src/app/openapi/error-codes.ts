import { errorCodes } from '../../platform/content/content.js';
import { nounsOf, singular } from './operation-ids.js';

/** Codes of the house, which any route may answer with. A test holds the table against the source. */
const ofTheHouse: Readonly<Record<number, readonly string[]>> = {
  400: [
    ...['invalid-request', 'malformed', 'malformed-json', 'duplicate-key', 'forbidden-key', 'number-out-of-range'],
    ...['body-nested-too-deep', 'body-not-expected', 'cursor-invalid', 'idempotency-key-invalid', 'too-many-fields'],
    'invalid-field',
  ],
  401: ['unauthenticated'],
  403: ['forbidden'],
  404: ['not-found'],
  405: ['method-not-allowed'],
  409: ['conflict', 'idempotency-key-running', 'shown-once'],
  412: ['version-stale'],
  413: ['body-too-large'],
  414: ['address-too-long'],
  415: ['unsupported-type'],
  422: ['idempotency-key-reused'],
  428: ['version-required'],
  429: ['too-many-requests'],
  431: ['headers-too-large'],
  500: ['unexpected'],
  503: ['unavailable'],
};

/** Codes of rooms that are no refusal of a rule (422). What ends in `-taken` is a conflict by its name. */
const ofRooms: Readonly<Record<string, number | readonly number[]>> = {
  'access.not-allowed': 403,
  'auth.session-ended': 401,
  'auth.sign-in-failed': 401,
  'auth.link-session-ended': 401,
  // To revoke it is a conflict; a token that opens none is refused.
  'invitation.not-open': [409, 422],
  'invitation.not-awaiting': 409,
  'invitation.has-account': 409,
  'staff.last-admin': 409,
  'staff.no-role-proposed': 409,
  'staff.other-role-proposed': 409,
  'employer.exists': 409,
  'interview.same-start': 409,
  'organization.admin-has-account': 409,
  'cover-letter.newer-version': 409,
  'debrief.not-open': 409,
  // For a link it is in the way; for an answer that is to be mailed it is refused.
  'debrief.no-address': [409, 422],
  'debrief.move-not-allowed': 409,
};

const HOUSE = 'http.';

const houseStatus = new Map(
  Object.entries(ofTheHouse).flatMap(([status, codes]) => codes.map((code) => [HOUSE + code, Number(status)] as const)),
);

/** The statuses that a code comes with: one for all but few; none for one that only stands in `errors`, about one field. */
export function statusesOfCode(code: string): readonly number[] {
  if (code.startsWith(HOUSE)) return [houseStatus.get(code) ?? []].flat();
  return [ofRooms[code] ?? (code.endsWith('-taken') ? 409 : 422)].flat();
}

/** Rooms whose codes do not begin with the noun of the path. */
const moreOf: Readonly<Record<string, readonly string[]>> = {
  'audit-events': ['audit'],
  invitations: ['auth', 'access'],
  staff: ['access'],
};

const roomsOf = (path: string): Set<string> =>
  new Set(nounsOf(path).flatMap((noun) => [noun, singular(noun), ...(moreOf[noun] ?? [])]));

/** The codes that answers of this status may have on this path: those of the house and of the rooms that it names. */
export function codesAt(path: string, status: number): string[] {
  const rooms = roomsOf(path);
  const house = (ofTheHouse[status] ?? []).map((code) => HOUSE + code);
  const everywhere = { 401: ['auth.session-ended'], 403: ['access.not-allowed'] }[status] ?? [];
  const own = errorCodes.filter((code) => rooms.has(code.split('.')[0] ?? '') && statusesOfCode(code).includes(status));
  return [...new Set([...house, ...everywhere, ...own])];
}
