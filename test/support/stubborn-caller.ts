import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from './caller.js';
import { effort } from './effort.js';

/** The longest that any request may take, in ms, whatever happens on the other side; on a busy machine only its end counts. */
const LONGEST = effort.isTimed ? 10_000 : 120_000;
const PATIENCE = 300_000;

/** A careful program: one idempotency key for each act, sent again until somebody answers. Notes all it met. */
export class StubbornCaller {
  private token = '';
  /** Statuses, and kinds of lost connections, with how often. */
  readonly met = new Map<string, number>();
  readonly hangs: string[] = [];

  constructor(
    private readonly url: string,
    private readonly credentials: { email: string; password: string },
  ) {}

  /** Sends until it is done; answers the body. Throws for an answer that trying again would not change. */
  async post(path: string, body: object): Promise<Body> {
    const key = randomUUID();
    return this.until(path, () =>
      this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', 'idempotency-key': key }),
    );
  }

  get(path: string): Promise<Body> {
    return this.until(path, () => this.send('GET', path));
  }

  async signIn(): Promise<void> {
    this.token = '';
    const body = JSON.stringify(this.credentials);
    const { accessToken } = await this.until('/v1/auth/sign-in', () =>
      this.send('POST', '/v1/auth/sign-in', body, { 'content-type': 'application/json' }),
    );
    this.token = accessToken;
  }

  private async until(path: string, send: () => Promise<{ status: number; body: Body } | null>): Promise<Body> {
    const since = Date.now();
    while (Date.now() - since < PATIENCE) {
      const answer = await send();
      if (answer && answer.status < 300) return answer.body;
      const isPassing =
        answer === null || answer.status === 503 || answer.body?.code === 'http.idempotency-key-running';
      if (answer?.status === 401 && this.token !== '') await this.signIn();
      else if (!isPassing) throw new Error(`${path}: ${answer?.status} ${answer?.body?.code}`);
      await sleep(50);
    }
    throw new Error(`${path}: no answer in ${PATIENCE} ms`);
  }

  /** One try. Null when the connection was refused or lost. */
  private async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Body } | null> {
    const since = Date.now();
    try {
      const response = await fetch(this.url + path, {
        method,
        headers: { ...headers, ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }) },
        signal: AbortSignal.timeout(LONGEST),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      this.note(String(response.status));
      if (response.status === 503 && !response.headers.get('retry-after')) this.note('503 without Retry-After');
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    } catch (error) {
      this.note('no connection');
      if ((error as Error).name === 'TimeoutError') this.hangs.push(`${method} ${path} after ${Date.now() - since} ms`);
      return null;
    }
  }

  private note(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }
}
