import { worksOn } from '../../../platform/aside/bench.js';
import { signsNotShown } from '../../../platform/documents/coverage.js';
import { firstWordsIn } from './employer-names.rules.js';
import { checkLetter, type LetterFinding, type LetterToCheck } from './letter-checks.rules.js';
import { wordsOf } from './words.rules.js';

/** What the thread is handed. */
export type CheckerWork =
  | { readonly kind: 'words'; readonly body: string }
  | { readonly kind: 'check'; readonly letter: Omit<LetterToCheck, 'notShown'> };

export interface CheckedLetter {
  wordCount: number;
  findings: LetterFinding[];
}

/** The program of the thread, started with the first letter that is checked. */
worksOn((work: CheckerWork): string[] | CheckedLetter => {
  if (work.kind === 'words') return firstWordsIn(work.body);
  const body = work.letter.body.normalize('NFC');
  return {
    wordCount: wordsOf(body).length,
    findings: checkLetter({ ...work.letter, body, notShown: signsNotShown(body) }),
  };
});
