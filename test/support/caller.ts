// biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
export type Body = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

/** Somebody who sends requests: with a token, a cookie, or nothing. */
export class Caller {
  /** Hears every answer, for tests that look at all of them. */
  static hears: ((method: string, path: string, answer: Answer) => void) | null = null;

  constructor(
    readonly url: string,
    public headers: Record<string, string> = {},
  ) {}

  /** From now on it sends these. */
  carry(headers: Record<string, string>): void {
    this.headers = headers;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  /** With the ETag of the version that is there now, unless the headers say another. */
  async patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, body, headers ?? { 'if-match': (await this.get(path)).headers.get('etag') ?? '' });
  }

  async delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** A request with any body text, for what no client would send. */
  async raw(
    method: string,
    path: string,
    text: string | Uint8Array<ArrayBuffer> | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, ...headers },
      redirect: 'manual',
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const heard = {
      status: response.status,
      headers: response.headers,
      text: answer,
      body: isJson && answer !== '' ? JSON.parse(answer) : answer,
    };
    Caller.hears?.(method, path, heard);
    return heard;
  }

  /** The body of a GET, byte by byte. */
  async bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(this.url + path, { headers: this.headers })).arrayBuffer());
  }

  private send(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
    if (body === undefined) return this.raw(method, path, undefined, headers);
    return this.raw(method, path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }
}
