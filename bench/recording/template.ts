import type { Trip } from './wire.js';

/*
 * Two recordings of one kind of request, laid over each other: what is the same is constant, what the request gave is
 * its input, what is neither was made on the way (ids, digests) and is made anew for each request.
 */

/** Where a value comes from: as it is; a text with `{input}`s and `{#made ids}` filled in; or a random text of a size. */
export type Slot =
  | { readonly is: string | null }
  | { readonly filled: string }
  | { readonly random: number; readonly size: number };

export interface Template {
  readonly trips: readonly {
    readonly beside: boolean;
    readonly steps: readonly { readonly text: string; readonly values: readonly Slot[] }[];
  }[];
}

export interface Recorded {
  readonly inputs: Readonly<Record<string, string>>;
  readonly trips: readonly Trip[];
}

const UUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Longer texts (a sealed answer, say) are sent as recorded: they are no keys. */
const LONGEST_RANDOM = 200;

/** Statements that are walls, not work: the tenant on the connection, and whether the actor may enter. */
export const isTenantSetting = (text: string): boolean => /set_config\(/i.test(text);
export const isSessionCheck = (text: string): boolean => /from\s+(client_)?sessions\b/i.test(text);

/** The recording as a template. Throws when the two are not of one kind. */
export function templateOf(first: Recorded, second: Recorded): Template {
  const shape = ({ trips }: Recorded): string =>
    JSON.stringify(trips.map(({ steps }) => steps.map(({ text }) => text)));
  if (shape(first) !== shape(second)) throw new Error('Two requests of one kind asked the database different things');
  const made = new Map<string, number>();
  const numberOf = (value: string): number => {
    const number = made.get(value) ?? made.size;
    made.set(value, number);
    return number;
  };
  const slot = (a: string | null, b: string | null): Slot => {
    if (a === null || b === null || a === b) return { is: a };
    const [filledA, filledB] = [withNames(a, first.inputs), withNames(b, second.inputs)];
    if (filledA === filledB) return { filled: filledA };
    const ids = filledB.match(UUIDS) ?? [];
    let at = 0;
    const withIds = filledA.replace(UUIDS, (id) => (ids[at++] === id ? id : `{#${numberOf(id)}}`));
    // Beside its ids it is the same, or it is no key and may be sent again as it was.
    if (filledA.replace(UUIDS, '') === filledB.replace(UUIDS, '') || a.length > LONGEST_RANDOM)
      return { filled: withIds };
    return { random: numberOf(a), size: a.length };
  };
  return {
    trips: first.trips.map(({ beside, steps }, trip) => ({
      beside,
      steps: steps.map(({ text, values }, step) => ({
        text,
        values: values.map((value, index) => slot(value, second.trips[trip]?.steps[step]?.values[index] ?? null)),
      })),
    })),
  };
}

/** Every input of the request in the text, by its name. */
function withNames(text: string, inputs: Readonly<Record<string, string>>): string {
  let named = text;
  for (const [name, value] of Object.entries(inputs)) named = named.replaceAll(value, `{${name}}`);
  return named;
}

/** The template without its walls, for a contender that has none; trips that carried nothing else are gone. */
export function without(template: Template, isWall: (text: string) => boolean): Template {
  const trips = template.trips.map(({ beside, steps }) => ({
    beside,
    steps: steps.filter(({ text }) => !isWall(text)),
  }));
  return { trips: trips.filter(({ steps }) => steps.length > 0) };
}
