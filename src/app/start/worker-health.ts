import { once } from 'node:events';
import { createServer } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { Readiness } from '../../platform/http/health/readiness.js';

/**
 * An address for a process that serves nobody: `/health/live` and `/health/ready`, as the web API has them, and nothing
 * else. Answers how it is closed.
 */
export async function listenForHealth(
  app: INestApplicationContext,
  { host, port }: { host: string; port: number },
): Promise<() => void> {
  const readiness = app.get(Readiness);
  const statusOf = async (path: string | undefined): Promise<number> => {
    if (path === '/health/live') return 200;
    if (path === '/health/ready') return (await readiness.isReady()) ? 200 : 503;
    return 404;
  };
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    void statusOf(request.url).then((status) => {
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', Connection: 'close' });
      response.end(JSON.stringify(status === 200 ? { status: 'ok' } : { status }));
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  return () => server.close();
}
