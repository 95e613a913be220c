import { AppError } from '../../kernel/errors.js';

/** Another client has this id of another system. The error names it, unless it came in the same moment. */
export function externalIdTaken(id?: string, isInBody = true): AppError {
  const code = 'client.external-id-taken';
  const existing = id === undefined ? null : { type: 'client', id };
  return new AppError('conflict', code, {}, isInBody ? [{ pointer: '/externalId', code }] : [], existing);
}
