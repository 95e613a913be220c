/** Something the operator can put right. Its message is shown as it is, without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** A sentence, and what is wrong, one line each. */
export const listOf = (sentence: string, problems: readonly string[]): string =>
  [sentence, ...problems.map((problem) => `  - ${problem}`)].join('\n');
