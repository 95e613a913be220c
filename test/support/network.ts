import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { ClientConfig } from 'pg';

/** What a network can do to what is sent over it. */
type Weather = 'fair' | 'stalled' | 'gone';

/** A stretch of network between a program and PostgreSQL, which a test can break. */
export class Network {
  private weather: Weather = 'fair';
  private readonly pairs = new Set<readonly [near: Socket, far: Socket]>();
  private readonly lost = new Set<Socket>();
  private readonly server: Server;

  constructor(private readonly to: ClientConfig) {
    this.server = createServer((near) => this.accept(near));
  }

  async open(): Promise<{ host: string; port: number }> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** Nothing gets through, in either direction; nothing is closed either. What was sent arrives when it is fair again. */
  stall(): void {
    this.weather = 'stalled';
    for (const pair of this.pairs) for (const socket of pair) socket.pause();
  }

  /** The server's side is gone for good, and this side never hears of it; who connects is taken, and hears nothing. */
  halfOpen(): void {
    this.weather = 'gone';
    for (const [near, far] of this.pairs) {
      near.unpipe();
      near.resume();
      far.unpipe();
      far.destroy();
      this.lost.add(near);
    }
    this.pairs.clear();
  }

  /** Every connection is reset, once. */
  reset(): void {
    for (const [near, far] of this.pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
    this.pairs.clear();
  }

  /** It carries again. What was lost stays lost. */
  clear(): void {
    this.weather = 'fair';
    for (const pair of this.pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of [...this.lost, ...[...this.pairs].flat()]) socket.destroy();
    await once(this.server, 'close');
  }

  private accept(near: Socket): void {
    near.on('error', () => {});
    if (this.weather === 'gone') {
      near.resume();
      this.lost.add(near);
      return;
    }
    const { host = '', port = 5432 } = this.to;
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    far.on('error', () => {});
    const pair = [near, far] as const;
    this.pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => this.part(pair, far));
    far.on('close', () => this.part(pair, near));
    if (this.weather === 'stalled') for (const socket of pair) socket.pause();
  }

  /** One side is closed: so is the other, unless this side is not to hear of it. */
  private part(pair: readonly [Socket, Socket], other: Socket): void {
    if (!this.pairs.delete(pair)) return;
    other.destroy();
  }
}
