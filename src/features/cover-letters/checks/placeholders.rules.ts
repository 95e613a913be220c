export interface Placeholder {
  excerpt: string;
  offset: number;
}

/**
 * Blanks of a template that nobody filled. Every pattern has a bound on its length, so that a hostile text costs no
 * more than its size. "TODO" counts in capitals and before a colon only where it is also a word (Spanish "todo").
 */
const patterns: readonly RegExp[] = [
  /\{\{[^{}\n]{0,60}\}\}/gu, // {{company}}
  /\[[^[\]\n]{0,60}\p{L}[^[\]\n]{0,60}\]/gu, // [Name]
  /(?<!\{)\{[^{}\n]{1,60}\}(?!\})/gu, // {name}
  /<\p{L}[^<>@:/\n]{0,60}>/gu, // <insert name>, but not <ana@x.example> or a link
  /<<[^<>\n]{1,60}>>/gu,
  /%[A-Z][A-Z_]{1,40}%/gu, // %COMPANY%
  /\$\{?[A-Z][A-Z_]{2,40}\b\}?/gu, // $COMPANY
  /(?<![\p{L}\p{N}])(?:X{3,40}|x{3,40})(?![\p{L}\p{N}])/gu,
  /_{3,}/gu,
  /(?<!\p{L})lorem ipsum(?!\p{L})/giu,
  /(?<!\p{L})(?:TBD|TBC|FIXME|TKTK|TODO:)/gu,
  /(?<!\p{L})(?:INSERT|ENTER|FILL IN|INSERTAR|COMPLETAR) [A-Z]{3,30}/gu,
];
/** In a Spanish letter a line in capitals may well say TODO. */
const notInSpanish = /(?<!\p{L})TODO(?![\p{L}:])/gu;

const most = 10;

/** The blanks in order of place, at most ten. */
export function placeholdersIn(text: string, locale: string): Placeholder[] {
  const used = locale.startsWith('es') ? patterns : [...patterns, notInSpanish];
  const hits = used
    .flatMap((pattern) => Array.from(text.matchAll(pattern), (hit) => ({ excerpt: hit[0], offset: hit.index })))
    .sort((a, b) => a.offset - b.offset || b.excerpt.length - a.excerpt.length);
  const found: Placeholder[] = [];
  let end = -1;
  for (const { excerpt, offset } of hits) {
    if (offset < end) continue;
    end = offset + excerpt.length;
    found.push({ excerpt: excerpt.slice(0, 60), offset });
    if (found.length === most) break;
  }
  return found;
}
