/** What mail programs make a link of: a scheme, a dot or an at sign inside a word, in the forms that browsers take for a dot. */
const inLinks = /(:)\/+|([.\u3002\uff0e\uff61])(?=[^\s.])|\s*(@)\s*/gu;

/**
 * A name as it stands in our mails. Whoever may write a name must not write a link that goes out with our word:
 * "evil.example" becomes "evil. example", as "J.R. Smith" becomes "J. R. Smith".
 */
export const nameInMail = (name: string): string =>
  name.replace(inLinks, (_, colon?: string, dot?: string) => (colon ? ': ' : dot ? `${dot} ` : ' @ ')).trim();

/** The same of each of these names; null stays null. */
export const namesInMail = <Names extends Readonly<Record<string, string | null>>>(names: Names): Names =>
  Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, name === null ? null : nameInMail(name)]),
  ) as Names;
