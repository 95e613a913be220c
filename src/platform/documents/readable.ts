/** What Word's fonts Symbol and Wingdings show for a code point that Unicode leaves to them: bullets, arrows, ticks of pasted lists. */
const ofWord: Readonly<Record<number, string>> = {
  61472: ' ', 61480: '☎', 61482: '✉', 61485: '–', 61514: '☺', 61548: '●', 61549: '❍', 61550: '■', 61551: '□',
  61552: '□', 61553: '❑', 61554: '❏', 61555: '◆', 61556: '◆', 61557: '◆', 61558: '❖', 61559: '◆', 61598: '·',
  61599: '•', 61600: '•', 61601: '○', 61602: '○', 61603: '○', 61604: '◉', 61606: '❍', 61607: '▪', 61608: '□',
  61611: '★', 61612: '←', 61613: '↑', 61614: '→', 61615: '↓', 61616: '°', 61617: '±', 61618: '✧', 61620: '×',
  61623: '•', 61628: '…', 61655: '·', 61656: '➢', 61662: '⇒', 61663: '←', 61664: '→', 61665: '↑', 61666: '↓',
  61672: '➔', 61680: '⇨', 61691: '✘', 61692: '✔', 61693: '☒', 61694: '☑',
}; // biome-ignore format: a table

/** A sign that says the same, for one that no font shows. */
export const standInFor = (sign: string): string | undefined => ofWord[sign.codePointAt(0) ?? 0];

/** As wide as a tab is at least: a gap for eyes, and spaces for whoever reads the text of the file. */
export const gap = '    ';

/** A text as a page can show it: line ends are line ends, a tab is a gap, nothing is glued together. */
export const readable = (text: string): string => withTabs(text).replace(/\t/g, gap);

/** The same with its tabs, for a file that knows them. */
export const withTabs = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: line ends of old and of Unicode
    .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to drop
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff\ufffc\ufffe\uffff]/g, '')
    .replace(/[\uf000-\uf0ff]/g, (sign) => standInFor(sign) ?? sign);
