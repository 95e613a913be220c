import { describe, expect, it } from '@jest/globals';
import { guessesOf } from '../../../src/features/identity/password-guesser.js';
import { guessedFlaw, passwordFlaw, wordsOf } from '../../../src/features/identity/passwords.rules.js';

const PERSON = ['Dr. Lucía Okafor', 'lucia.okafor@harbor-career.example', 'Harbor Career Center'];
const flawOf = async (password: string, context: readonly string[] = PERSON) =>
  passwordFlaw(password, context) ?? guessedFlaw(await guessesOf(password, context));

describe('a new password', () => {
  it.each([
    ['shorter than fifteen', 'Tr0ub4dor&3'],
    ['fourteen signs that take more bytes', 'ñandúñandúñand'],
  ])('is too short: %s', async (_, password) => expect(await flawOf(password)).toBe('auth.password-too-short'));

  it.each([
    ['a common one twice', 'passwordpassword'],
    ['a common one and digits', 'password123456789'],
    ['two of any list together', 'dragonmonkey1234'],
    ['with the usual signs in it', 'P@ssw0rdP@ssw0rd1'],
    ['with accents and another width', 'ｐásswörd２０２４2024'],
    ['rows of the keyboard', 'qwertyuiopasdfgh'],
    ['a walk over the keyboard', '1q2w3e4r5t6y7u8i9o0p'],
    ['one letter', 'aaaaaaaaaaaaaaaaaaaa'],
    ['the alphabet', 'abcdefghijklmnopqrs'],
    ['the person’s own address', 'lucia.okafor@harbor-career.example'],
    ['the person’s own name, without its accent', 'LuciaOkafor2024'],
    ['the organization', 'HarborCareerCenter1'],
    ['the product', 'OnwardOnward2026!'],
  ])('is easy to guess: %s', async (_, password) => expect(await flawOf(password)).toBe('auth.password-too-common'));

  it.each(['seven quiet herons at dawn', 'unas palabras de mi casa', '4r7kd-9x2mq-8wsvt-p3hde', 'صباح الخير يا جارتي'])(
    'is taken when no list has it: %s',
    async (password) => expect(await flawOf(password)).toBeNull(),
  );

  it('is easy for who knows the person, and for nobody else', async () => {
    expect(await flawOf('Okafor Harbor Lucia!', [])).toBeNull();
    expect(await flawOf('Okafor Harbor Lucia!')).toBe('auth.password-too-common');
    expect(wordsOf(['Li Wu', 'José Álvarez'])).toEqual([
      'onward',
      'li wu',
      'liwu',
      'jose alvarez',
      'josealvarez',
      'jose',
      'alvarez',
    ]);
  });

  it('is looked at within a bounded time, however long it is', async () => {
    expect(await flawOf('a4@8{[<'.repeat(140))).toMatch(/common/);
    const [first] = await Promise.all(Array.from({ length: 20 }, () => guessesOf('seven quiet herons at dawn', [])));
    expect(first).toBeGreaterThan(10);
  });
});
