import { type Case, sent } from './cases.js';
import type { Contender } from './contenders/contender.js';
import { addApplicationsToMove } from './data.js';
import type { Figures, Slice } from './figures.js';
import { cpuSeconds } from './load/cpu.js';
import { put } from './load/load.js';
import type { Place } from './place.js';
import { answer, MOVES_FOR_RECORDING, type Recording } from './recording/record.js';
import { assertLooks, assertWalls, Lines } from './walls.js';

export interface Shape {
  readonly clients: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

/** One generation: the contenders' processes on one copy of the data. */
export class Generation {
  private turn = MOVES_FOR_RECORDING;
  private ready = MOVES_FOR_RECORDING;

  constructor(
    private readonly place: Place,
    private readonly database: string,
    private readonly contenders: readonly Contender[],
    private readonly recording: Recording,
    private readonly figures: Figures,
    private readonly shape: Shape,
  ) {}

  /** Measures one case: warm-up by count, then rounds of slices in random order, with the walls looked at around it. */
  async measure(of: Case, connections = this.shape.connections): Promise<void> {
    const admin = this.place.admin(this.database);
    const taking = this.contenders.filter((one) => ['onward', 'bare', ...of.others].includes(one.name));
    const onward = taking[0] as Contender;
    const lines = await Lines.of(admin);
    try {
      await assertWalls(onward);
      await this.provide(of, 100);
      await assertLooks(taking, of, () => this.turn++, lines, this.recording);
      let fastest = 0;
      for (const contender of taking) fastest = Math.max(fastest, await this.warmUp(contender, of));
      // Twice what warming up promised, so that no request has to be sent twice.
      const enough = Math.ceil(fastest * this.shape.seconds * 2) + 2000;
      for (let round = 0; round < this.shape.rounds; round += 1) {
        for (const contender of shuffled(taking)) {
          const before = await lines.count();
          const { slice, requests } = await this.slice(contender, of, enough, connections);
          this.figures.of(of.name).add(contender.name, slice);
          this.assertAllWritten(contender, of, requests - connections, (await lines.count()) - before);
        }
      }
      await assertLooks(taking, of, () => this.turn++, lines, this.recording);
      await assertWalls(onward);
    } finally {
      await lines.end();
    }
  }

  /** Until so many requests are answered, however fast the machine is; answers how many a second it were. */
  private async warmUp(contender: Contender, of: Case): Promise<number> {
    let perSecond = 0;
    for (let [answered, times] = [0, 0]; answered < of.warmUp; times += 1) {
      if (times === 60) throw new Error(`${contender.name}, ${of.name}: too slow to be measured`);
      const count = perSecond === 0 ? 10_000 : Math.ceil(perSecond * 2) + 1000;
      await this.provide(of, count);
      const { requests, seconds } = await this.load(contender, of, 1, count, this.shape.connections);
      answered += requests;
      perSecond = requests / seconds;
    }
    return perSecond;
  }

  private async slice(contender: Contender, of: Case, enough: number, connections: number) {
    const count = of.uses || of.unit > 1 ? enough : Math.min(enough, 2000);
    await this.provide(of, count + 40);
    await this.wake(contender, of);
    const [server, postgres] = [cpuSeconds(contender.pid), cpuSeconds(this.place.postmaster)];
    const result = await this.load(contender, of, this.shape.seconds, count, connections);
    if (result.requests === 0) throw new Error(`${contender.name}, ${of.name}: not one answer`);
    const each = (seconds: number): number => (seconds / result.requests) * of.unit * 1e6;
    const slice: Slice = {
      perSecond: result.requests / of.unit / result.seconds,
      p50: result.p50,
      p99: result.p99,
      server: each(cpuSeconds(contender.pid) - server),
      postgres: each(cpuSeconds(this.place.postmaster) - postgres),
    };
    return { slice, requests: result.requests };
  }

  /** Pools let go of connections while others are measured: opened again before the clock runs. */
  private async wake(contender: Contender, of: Case): Promise<void> {
    await Promise.all(this.next(of, 32).map((request) => answer(contender, request)));
  }

  private load(contender: Contender, of: Case, seconds: number, count: number, connections: number) {
    const requests = this.next(of, count).map((request) => sent(request, contender));
    return put({ port: contender.port, requests, connections, seconds }, `${contender.name}, ${of.name}`);
  }

  private next(of: Case, count: number): ReturnType<Case['next']>[] {
    this.turn += this.turn % of.unit;
    const from = this.turn;
    this.turn += count;
    return Array.from({ length: count }, (_, index) => of.next(from + index));
  }

  /** Makes the rows that so many more requests will use up. */
  private async provide(of: Case, count: number): Promise<void> {
    const missing = this.turn + count + 10 - this.ready;
    if (!of.uses || missing <= 0) return;
    // Turns of other cases left the numbers behind.
    this.ready = Math.max(this.ready, this.turn);
    await addApplicationsToMove(
      this.place.admin(this.database),
      this.ready,
      this.turn + count + 10 - this.ready,
      this.shape.clients,
    );
    this.ready = this.turn + count + 10;
  }

  /** Every answer that was given has left its lines. */
  private assertAllWritten(contender: Contender, of: Case, answers: number, written: number): void {
    if (contender.name === 'nest-plain') return;
    const kinds = Array.from({ length: of.unit }, (_, part) => this.recording.lines[of.next(part).kind] ?? 0);
    const wanted = (answers / of.unit) * kinds.reduce((sum, count) => sum + count, 0) - 1;
    if (written < wanted) throw new Error(`${contender.name}, ${of.name}: ${written} lines written of ${wanted}`);
  }
}

const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
