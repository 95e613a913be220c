import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Aside } from '../../../platform/aside/aside.js';
import { beside, thread } from '../../../platform/aside/hands.js';
import type { LetterToCheck } from './letter-checks.rules.js';
import type { CheckedLetter, CheckerWork } from './letter-thread.js';

/** Reads letters in a thread of its own: 50,000 letters of any script keep nobody else waiting. Throws 503 when too many wait. */
@Injectable()
export class LetterChecker implements OnApplicationShutdown {
  private readonly reader = new Aside<CheckerWork, unknown>({
    name: 'LetterChecker',
    start: thread(beside(import.meta.url, 'letter-thread')),
  });

  get counts() {
    return this.reader.counts;
  }

  /** The words that a name in the letter may begin with. `share`: whose place in line it takes. */
  async firstWords(share: string, body: string): Promise<string[]> {
    return (await this.reader.make(share, { kind: 'words', body })) as string[];
  }

  async check(share: string, letter: Omit<LetterToCheck, 'notShown'>): Promise<CheckedLetter> {
    return (await this.reader.make(share, { kind: 'check', letter })) as CheckedLetter;
  }

  onApplicationShutdown(): void {
    this.reader.end();
  }
}
