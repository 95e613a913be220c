/** One named SQL statement. The name is the prepared statement's name on the server: unique in the house. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Every statement of the house by name, for the benchmarks, which run the same SQL bare. */
export const statements: ReadonlyMap<string, string> = new Map();
const taken = statements as Map<string, string>;

/** What a name may be: a letter is a byte. How it is kept short on the server stands with `nameOnServer`. */
const NAME = /^[\w.-]+$/;

/** For SQL that is not worth keeping: it is planned each time and forgotten. */
export const UNNAMED = '';

/** Declares a statement: `const FIND = statement('clients.find', 'select …')`. A name taken by other SQL is refused. */
export function statement(name: string, text: string): Statement {
  if (!NAME.test(name)) throw new Error(`Not a name for a statement: ${name}`);
  const known = taken.get(name);
  if (known !== undefined && known !== text) throw new Error(`Two statements are named ${name}`);
  taken.set(name, text);
  return { name, text };
}

const lazy: (() => void)[] = [];

/** For statements that are made at their first use: how to make them all, for those who read every statement. */
export const declareLater = (make: () => void): void => void lazy.push(make);

/**
 * Makes the statements that still wait for their first use.
 * @internal Asked by the floors for SQL.
 */
export const declareLazy = (): void => {
  for (const make of lazy) make();
};

/** A value that a statement takes. Days and instants are strings; JSON is handed over as text. */
export type SqlValue = string | number | boolean | null | readonly string[] | Date;
