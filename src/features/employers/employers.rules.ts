import { AppError, refused } from '../../kernel/errors.js';
import { searchKey } from '../../kernel/text.js';

/**
 * The key to find an employer by: the name without case, accents and punctuation. Plus and hash stay, for they tell names
 * apart: "A+ Home Care" is not "A Home Care", and "C#" not "C++".
 */
export const employerSearchKey = (name: string): string => searchKey(name, '+#');

/**
 * The key under which an employer stands once in the organization. Refuses a name made of signs only
 * (`employer.name-has-no-letters`): all such names would be one employer.
 */
export function employerKey(name: string): string {
  if (searchKey(name) === '') throw refused('employer.name-has-no-letters');
  return employerSearchKey(name);
}

/** Another employer has this id of another system. The error names it, unless it came in the same moment. */
export const externalIdTaken = (id?: string): AppError => taken('employer.external-id-taken', '/externalId', id);

/** Another employer has the new name. */
export const nameTaken = (id?: string): AppError => taken('employer.name-taken', '/name', id);

const taken = (code: string, pointer: string, id: string | undefined, parameters = {}): AppError =>
  new AppError(
    'conflict',
    code,
    parameters,
    [{ pointer, code, parameters }],
    id === undefined ? null : { type: 'employer', id },
  );

/** The name is taken. The error names the one that is there, so that the caller can go on with it. */
export const employerExists = (id: string): AppError => taken('employer.exists', '/name', id, { id });
