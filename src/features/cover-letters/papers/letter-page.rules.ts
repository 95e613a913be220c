import { paragraphsOf } from '../checks/words.rules.js';

/** What the PDF takes as paragraphs; a letter has about ten of a few hundred characters. */
const mostBlocks = 60;
const longestBlock = 20_000;

/**
 * The text as blocks for a page: its paragraphs. A text far beyond a letter comes in a few long blocks with its blank
 * lines inside, so that nothing of it is lost.
 */
export function blocksOf(body: string): string[] {
  const paragraphs = paragraphsOf(body);
  if (paragraphs.length <= mostBlocks && paragraphs.every(({ length }) => length <= longestBlock)) return paragraphs;
  const blocks: string[] = [];
  for (let rest = paragraphs.join('\n\n'); rest !== ''; ) {
    const end = rest.length <= longestBlock ? rest.length : breakBefore(rest, longestBlock);
    blocks.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return blocks;
}

/** Where to cut: the last line end, else the last space, else between two whole characters. */
function breakBefore(text: string, limit: number): number {
  const line = text.lastIndexOf('\n', limit);
  if (line > 0) return line;
  const space = text.lastIndexOf(' ', limit);
  if (space > 0) return space;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1));
  return splitsPair ? limit - 1 : limit;
}
