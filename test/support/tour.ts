import { spawn } from 'node:child_process';

/*
 * The tour of docs/tour.md as a program: its bash blocks, and the answers it shows for them.
 */

export interface Stop {
  /** The commands of one block. */
  readonly commands: string;
  /** What the page shows below it; null when it shows nothing. */
  readonly shown: { readonly language: string; readonly text: string } | null;
}

/** The blocks of a page, in order: a block of bash, and the block of another language that follows it. */
export function stopsOf(markdown: string): Stop[] {
  const blocks = [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== 'bash') return [];
    const next = blocks[index + 1];
    return [{ commands: text, shown: next && next.language !== 'bash' ? next : null }];
  });
}

/** Runs the blocks in one shell, as a person would who pastes them; answers what each one printed. Throws on a failure. */
export async function walk(stops: readonly Stop[], environment: NodeJS.ProcessEnv): Promise<string[]> {
  const mark = '--- end of this stop ---';
  const script = stops.map(({ commands }) => `${commands}\necho; echo '${mark}'\n`).join('');
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  shell.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  shell.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const status = await new Promise((resolve) => shell.on('close', resolve));
  const printed = out.split(`\n${mark}\n`);
  if (status !== 0) {
    throw new Error(`stop ${printed.length} of ${stops.length} failed with ${status}:\n${printed.at(-1)}\n${errors}`);
  }
  return printed.slice(0, -1);
}

const DAY = /\d{4}-\d{2}-\d{2}/g;
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** Ids, times, and days that the tour did not name itself differ from run to run; byte order marks and CR are not seen. */
function plain(text: string, ownDays: ReadonlySet<string>): string {
  const named = (found: string): string => (ownDays.has(found.slice(0, 10)) ? found : '');
  return text
    .replace(UUID, '<id>')
    .replace(INSTANT, (found) => named(found) || '<time>')
    .replace(DAY, (found) => named(found) || '<day>')
    .replace(/[\uFEFF\r]/g, '')
    .trim();
}

/** A text fits when it is the same, where `…` stands for anything. */
function textFits(shown: string, came: string): boolean {
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(came);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where the shown JSON says something else than what came. A key or a last element `…` stands for more of them. */
function unfit(shown: unknown, came: unknown, path = ''): string[] {
  if (Array.isArray(shown) && Array.isArray(came)) {
    const isOpen = shown.at(-1) === '…';
    const listed = isOpen ? shown.slice(0, -1) : shown;
    const isLong = isOpen ? came.length > listed.length : came.length === listed.length;
    if (!isLong) return [`${path}: shown ${shown.length} elements, came ${came.length}`];
    return listed.flatMap((element, index) => unfit(element, came[index], `${path}/${index}`));
  }
  if (isRecord(shown) && isRecord(came)) {
    const { '…': more, ...listed } = shown;
    const unseen = Object.keys(came).filter((key) => !(key in listed));
    return [
      ...((more === undefined) === (unseen.length === 0)
        ? []
        : [`${path}: came with ${unseen.join(', ') || 'no more'}`]),
      ...Object.entries(listed).flatMap(([key, value]) => unfit(value, came[key], `${path}/${key}`)),
    ];
  }
  const isSame =
    typeof shown === 'string' && shown.includes('…') && came !== undefined
      ? textFits(shown, textOf(came))
      : shown === came;
  return isSame ? [] : [`${path}: shown ${JSON.stringify(shown)}, came ${JSON.stringify(came)}`];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What came otherwise than these stops show it; empty when all is as shown. */
export function differences(stops: readonly Stop[], printed: readonly string[]): string[] {
  const ownDays = new Set(stops.flatMap(({ commands }) => commands.match(DAY) ?? []));
  return stops.flatMap(({ commands, shown }, index) => {
    const expected = plain(shown?.text ?? '', ownDays);
    const came = plain(printed[index] ?? '', ownDays);
    const found =
      shown?.language === 'json'
        ? unfit(JSON.parse(expected), JSON.parse(came))
        : textFits(expected, came)
          ? []
          : [`shown:\n${expected}\ncame:\n${came}`];
    return found.map((difference) => `${commands.trim().split('\n')[0]}\n  ${difference}`);
  });
}
