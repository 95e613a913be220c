/**
 * The one error that rules and services throw. It carries no status number and no sentence:
 * the HTTP filter knows the numbers, `content/` has the words for each code.
 */
export type ErrorKind =
  | 'malformed' // 400
  | 'unauthenticated' // 401
  | 'forbidden' // 403: in sight, not allowed
  | 'not-found' // 404: absent or out of sight, the same answer
  | 'method-not-allowed' // 405
  | 'conflict' // 409
  | 'stale' // 412
  | 'too-large' // 413
  | 'unsupported-type' // 415
  | 'refused' // 422: valid shape, refused by a rule
  | 'version-required' // 428
  | 'too-many' // 429
  | 'unavailable'; // 503

interface Fault {
  code: string;
  /** Values for the sentence in `content/`. */
  parameters?: Readonly<Record<string, string | number>>;
}

/** What is wrong with one field of the body. `pointer` is a JSON Pointer (RFC 6901). */
export interface FieldError extends Fault {
  pointer: string;
}

/** What is wrong with one parameter of the query. */
export interface ParameterError extends Fault {
  parameter: string;
}

/** What stands in the way because it is there already: the caller goes on with that. */
interface Existing {
  type: string;
  id: string;
}

export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly kind: ErrorKind,
    /** Stable and public: `room.what-is-wrong`. */
    readonly code: string,
    /** Values for the sentence in `content/`. Ids, names of states, numbers; never free text about a person. */
    readonly parameters: Readonly<Record<string, string | number>> = {},
    readonly fields: readonly (FieldError | ParameterError)[] = [],
    readonly existing: Existing | null = null,
  ) {
    super(code);
  }
}

/** The same for a row that does not exist and one that the actor may not know about. */
export const notFound = (): AppError => new AppError('not-found', 'http.not-found');

/** A rule says no to a well-formed request. */
export const refused = (code: string, parameters: Readonly<Record<string, string | number>> = {}): AppError =>
  new AppError('refused', code, parameters);
