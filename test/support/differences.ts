/** A value for programs, which an example may not get wrong: a code, a yes or no. */
const isCode = (value: unknown): boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && /^[a-z]+(_[a-z]+)+$|^[a-z]{3,}$/.test(value));

/** Fields whose own fields are data: answers by item, cells by column. */
const OPEN = new Set(['answers', 'facts', 'cells', 'parameters']);

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : isCode(value) ? String(value) : typeof value;

/** A detail that somebody may leave out: free text, a day. */
const isDetail = (name: string, value: unknown): boolean =>
  value === null || (typeof value === 'string' && !isCode(value) && !name.endsWith('At'));

/**
 * Where an example is not like the answer: other fields, null in the place of what an act leaves, another code, a
 * move that is none. Names, days, numbers and details that may be missing are the example's own. Of lists the first entries are
 * compared, by their fields alone: which entry comes first is chance.
 */
export function differences(example: unknown, answer: unknown, at = '', name = ''): string[] {
  if (name === 'moves' && !at.includes('/0/')) return untrueMoves(example, answer, at);
  if (Array.isArray(example) && Array.isArray(answer)) {
    return example.length > 0 && answer.length > 0 ? differences(example[0], answer[0], `${at}/0`) : [];
  }
  const isListed = at.includes('/0');
  if (kindOf(example) !== kindOf(answer)) {
    const mayBe = isDetail(name, example) && isDetail(name, answer);
    return mayBe || isListed ? [] : [`${at}: ${kindOf(example)}, was ${kindOf(answer)}`];
  }
  if (example === null || typeof example !== 'object') return [];
  const [one, other] = [example, answer] as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((field) => {
    if (!Object.hasOwn(one, field)) return [`${at}/${field}: not in the example`];
    if (!Object.hasOwn(other, field)) return [`${at}/${field}: not in the answer`];
    return OPEN.has(field) ? [] : differences(one[field], other[field], `${at}/${field}`, field);
  });
}

/** An example may show some of the moves; each it shows is one, and it shows none only where there is none. */
function untrueMoves(example: unknown, answer: unknown, at: string): string[] {
  const [shown, real] = [example, answer].map((moves) => (moves as unknown[]).map((move) => JSON.stringify(move)));
  const isTrue = shown?.every((move) => real?.includes(move)) && shown.length > 0 === (real ?? []).length > 0;
  return isTrue ? [] : [`${at}: was ${JSON.stringify(answer)}`];
}
