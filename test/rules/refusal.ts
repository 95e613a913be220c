import { AppError } from '../../src/kernel/errors.js';

/** How an act was refused: kind, code, and what its sentence is told with; null when it went well. */
export function refusalOf(act: () => unknown): [kind: string, code: string, parameters: object] | null {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.kind, error.code, error.parameters];
  }
}
