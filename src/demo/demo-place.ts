import type { INestApplicationContext } from '@nestjs/common';
import type { StaffActor } from '../access/actor.js';
import type { Day } from '../kernel/days.js';
import type { DemoName } from './demo-staff.js';

/** What the steps of the demo hand on to each other. */
export interface DemoPlace {
  readonly app: INestApplicationContext;
  readonly staff: Readonly<Record<DemoName, StaffActor>>;
  /** In the organization's time zone. */
  readonly today: Day;
  /** By legal name: the id, and whose caseload it is. */
  readonly clients: Map<string, { readonly id: string; readonly by: StaffActor }>;
  /** Ids by "client, employer". */
  readonly applications: Map<string, string>;
  /** Lets the ledger's consumers do what the steps so far cause: debriefs opened, mails sent. */
  settle(): Promise<void>;
  /** A way into a client's page, for the person who tries it. */
  link: DemoLink | null;
}

export interface DemoLink {
  readonly client: string;
  readonly url: string;
  readonly code: string;
}

/** One room's share of the demo, through its service, as the person who would do it. */
export type DemoStep = (place: DemoPlace) => Promise<void>;

function found<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`The demo has no ${name}`);
  return value;
}

export const clientOf = ({ clients: made }: DemoPlace, name: string) => found(made.get(name), name);
export const applicationOf = ({ applications: made }: DemoPlace, name: string): string => found(made.get(name), name);
