/** NIST SP 800-63B-4, 3.1.1: at least 15 characters where the password stands alone, long ones allowed, no composition rules. */
export const SHORTEST_PASSWORD = 15;

/** Passwords of 15 and more characters that attackers try first, and patterns of them. */
const COMMON = [
  'password',
  'passwort',
  'contrasena',
  'qwertyuiop',
  'iloveyou',
  'letmein',
  'administrator',
  'welcome',
  'onward',
];

/** Why a password cannot be taken, as an error code, or null. `context`: the person's own name and address. */
export function passwordFlaw(password: string, context: readonly string[]): string | null {
  const plain = password.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if ([...password].length < SHORTEST_PASSWORD) return 'auth.password-too-short';
  if (new Set(plain).size < 5) return 'auth.password-too-common';
  const parts = [
    ...COMMON,
    ...context.flatMap((text) => text.toLowerCase().split(/[\s@.]+/)).filter((part) => part.length >= 4),
  ];
  // What is left when the guessable words are taken out must still be a password of some length.
  const rest = parts.reduce((text, part) => text.replaceAll(part, ''), plain).replace(/^[\d\W_]+|[\d\W_]+$/g, '');
  const isSequence = '01234567890123456789abcdefghijklmnopqrstuvwxyz'.includes(plain) || /^(.{1,4})\1+$/.test(plain);
  return rest.length < 6 || isSequence ? 'auth.password-too-common' : null;
}
