/** A browser's view of our own pages, as far as these tests need it. */

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (html: string): string =>
  html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');

/** The text a reader sees, folded parts included. */
export const textOf = (html: string): string =>
  decode(
    html
      .replace(/<head>.*?<\/head>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  );

/** The fields a browser would post, without the button. */
export function formFieldsOf(html: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  const add = (name: string, value: string): void => {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  };
  const attribute = (tag: string, name: string): string | undefined => {
    const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
    return found === undefined ? undefined : decode(found);
  };
  for (const [tag, kind = ''] of html.matchAll(/<(input|textarea|select)(?: [\w-]+(?:="[^"]*")?)+\s*\/?>/g)) {
    const name = attribute(tag, 'name') ?? '';
    const start = html.indexOf(tag) + tag.length;
    if (kind === 'textarea') add(name, decode(html.slice(start, html.indexOf('</textarea>', start))));
    else if (kind === 'select') {
      const options = html.slice(start, html.indexOf('</select>', start));
      add(
        name,
        /<option [^>]*selected[^>]*>/.test(options)
          ? (attribute(/<option [^>]*selected[^>]*>/.exec(options)?.[0] ?? '', 'value') ?? '')
          : '',
      );
    } else if (!/ type="(radio|checkbox)"/.test(tag) || / checked/.test(tag)) add(name, attribute(tag, 'value') ?? '');
  }
  return fields;
}
