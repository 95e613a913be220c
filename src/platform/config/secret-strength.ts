/** So many guesses, as a power of two, that nobody gets there. `openssl rand -base64 48` has 384. */
const ENOUGH_BITS = 80;
const SHORTEST = 32;
const FEWEST_SIGNS = 10;

/** What a guesser tries as one thing costs about this: a word of some thousands, a row of the keyboard, a repetition. */
const WORD_BITS = 11;
const ROW_BITS = 6;

const rows = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
];
const ways = [...rows, ...rows.map((row) => [...row].reverse().join(''))];

/** The pairs of letters that words are made of, in English and Spanish; two random letters are one of them in a sixth. */
const pairs = new Set(
  `th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea
   ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie
   wh ee wo ad do ue da sa ab pa ru po ba du cr su pl am ay id ck ow op em ol bo ke ap go pi wi we`.split(/\s+/),
);

/** As words are written with signs in the place of letters. */
const plain: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/** How long the row of the keyboard, the alphabet or one sign is that begins here; a sign of it may stand twice. */
function rowAt(text: string, at: number): number {
  const lengths = ways.map((way) => {
    let place = way.indexOf(text[at] ?? '');
    let length = place < 0 ? 0 : 1;
    for (; length > 0 && at + length < text.length; length += 1) {
      const next = text[at + length];
      if (next === way[place + 1]) place += 1;
      else if (next !== way[place]) break;
    }
    return length;
  });
  const longest = Math.max(...lengths);
  return longest >= 4 ? longest : 0;
}

/** How much of what stands here stood before it. */
function repeatAt(text: string, at: number): number {
  let longest = 0;
  for (let from = 0; from < at; from += 1) {
    let length = 0;
    while (at + length < text.length && text[from + length] === text[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest >= 4 ? longest : 0;
}

/** How long the run of letters is that begins here and is made of the pairs that words are made of. */
function wordAt(text: string, at: number): number {
  const run = /^[a-z]*/.exec(text.slice(at))?.[0] ?? '';
  if (run.length < 4) return 0;
  const known = Array.from({ length: run.length - 1 }, (_, index) => run.slice(index, index + 2)).filter((pair) =>
    pairs.has(pair),
  );
  return known.length / (run.length - 1) > 0.6 ? run.length : 0;
}

/** How many kinds of signs a guesser must try for each sign that is not part of something longer. */
function kindsOf(secret: string): number {
  const classes: [RegExp, number][] = [[/\d/, 10], [/[a-z]/, 26], [/[A-Z]/, 26], [/[^\da-zA-Z]/, 16]]; // biome-ignore format: a table
  return classes.reduce((kinds, [has, more]) => (has.test(secret) ? kinds + more : kinds), 0);
}

/** What parts words adds nothing that a guesser would have to guess. */
const PARTS = /[\s_\-.,:;!?]/g;

/** About how many bits somebody has to guess who knows words, rows of the keyboard and repetitions. */
export function bitsOf(secret: string): number {
  const lower = secret.toLowerCase().replace(PARTS, '');
  const isHex = /^[\da-f]+$/.test(lower);
  const text = isHex ? lower : [...lower].map((sign) => plain[sign] ?? sign).join('');
  const each = isHex ? 4 : Math.log2(kindsOf(secret) || 1);
  let bits = 0;
  for (let at = 0; at < lower.length; ) {
    const row = Math.max(rowAt(lower, at), repeatAt(lower, at));
    const word = wordAt(text, at);
    if (row === 0 && word === 0) bits += each;
    else bits += row >= word ? Math.min(ROW_BITS + Math.log2(row), row * each) : Math.ceil(word / 7) * WORD_BITS;
    at += Math.max(row, word, 1);
  }
  return bits;
}

/** A secret that somebody could guess: short, of few signs, or made of words, rows and repetitions. */
export const isGuessable = (secret: string): boolean =>
  secret.length < SHORTEST || new Set(secret).size < FEWEST_SIGNS || bitsOf(secret) < ENOUGH_BITS;
