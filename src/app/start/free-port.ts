import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from '../../platform/config/start-error.js';

/** Can this process listen there? The reason as an error code when it cannot. */
async function refusal(port: number, host: string): Promise<string | null> {
  const probe = createServer().listen({ port, host });
  try {
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

/**
 * Throws `StartError` when the service could not listen on its port, before any work is done, and names one that is
 * free. On this machine only, `localhost` may mean either loopback address, so nobody else may have the other one.
 */
export async function requireFreePort({ port, host }: { port: number; host: string }): Promise<void> {
  if (port === 0) return;
  const isFree = async (wanted: number): Promise<boolean> => {
    if ((await refusal(wanted, host)) !== null) return false;
    return host !== '127.0.0.1' || (await refusal(wanted, '::1')) !== 'EADDRINUSE';
  };
  if (await isFree(port)) return;
  const reason = (await refusal(port, host)) ?? 'EADDRINUSE';
  if (reason === 'EACCES')
    throw new StartError(`Only the administrator may use port ${port}. Choose one from 1024 on.`);
  if (reason !== 'EADDRINUSE') throw new StartError(`HOST: this machine has no address ${host} (${reason}).`);
  let free = port + 1;
  while (free < Math.min(port + 50, 65_535) && !(await isFree(free))) free += 1;
  throw new StartError(
    `Port ${port} is taken by another program, perhaps by an Onward that runs already.\n` +
      `Choose another one: PORT=${free} npm start`,
  );
}
