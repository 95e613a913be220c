/** States and the moves between them, as data: checked, drawn and tested from one table. */
export interface StateMachine<State extends string> {
  readonly name: string;
  readonly initial: State;
  readonly moves: Readonly<Record<State, readonly State[]>>;
}

export const canMove = <State extends string>(machine: StateMachine<State>, from: State, to: State): boolean =>
  machine.moves[from].includes(to);

/**
 * Names every flaw of a table: targets that are no states, states that cannot be reached. Sound = empty.
 * @internal Asked by the checks of the house.
 */
export function flawsOf<State extends string>(machine: StateMachine<State>): string[] {
  const states = Object.keys(machine.moves) as State[];
  const unknown = states.flatMap((from) =>
    machine.moves[from].filter((to) => !states.includes(to)).map((to) => `${from} → ${to}: no such state`),
  );
  const reached = new Set<State>([machine.initial]);
  for (const state of reached) for (const to of machine.moves[state] ?? []) reached.add(to);
  const unreached = states.filter((state) => !reached.has(state)).map((state) => `${state}: cannot be reached`);
  return [...unknown, ...unreached];
}

/**
 * The table as a Mermaid state diagram.
 * @internal For `docs/generated`.
 */
export function toMermaid<State extends string>(machine: StateMachine<State>): string {
  const states = Object.keys(machine.moves) as State[];
  return [
    'stateDiagram-v2',
    `  [*] --> ${machine.initial}`,
    ...states.flatMap((from) =>
      machine.moves[from].length === 0 ? [`  ${from} --> [*]`] : machine.moves[from].map((to) => `  ${from} --> ${to}`),
    ),
  ].join('\n');
}
