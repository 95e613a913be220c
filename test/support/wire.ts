import { connect, type Socket } from 'node:net';

/** A bare connection, for what no HTTP client would send. */
export class Wire {
  received = '';
  private readonly ended: Promise<void>;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.received += chunk.toString();
    });
    socket.on('error', () => {});
    socket.once('end', () => socket.end());
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async to(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Wire(socket);
  }

  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Says that nothing more will come, and goes on listening. */
  halfClose(): void {
    this.socket.end();
  }

  /** Waits until the other side ends the connection; answers status and body of what came. */
  async answer(): Promise<{ status: number; type: string; body: Record<string, unknown> }> {
    await this.ended;
    const [head = '', body = ''] = this.received.split('\r\n\r\n');
    const type = /^content-type: ([^;\r]+)/im.exec(head)?.[1] ?? '';
    const isProblem = type === 'application/problem+json';
    return { status: Number(head.split(' ')[1]), type, body: isProblem ? JSON.parse(body) : { body } };
  }

  cut(): void {
    this.socket.destroy();
  }
}
