import type { Logger } from '@nestjs/common';

/**
 * Each on its own: one that fails is logged by its name and a code, and keeps no other from running. Throws at the end
 * when one failed, so that whoever watches the jobs sees it.
 */
export async function eachAlone<Item>(
  log: Logger,
  items: readonly Item[],
  nameOf: (item: Item) => string,
  run: (item: Item) => Promise<unknown>,
): Promise<void> {
  const failed: string[] = [];
  for (const item of items) {
    await run(item).catch((error: unknown) => {
      const { code, name } = error as { code?: unknown; name?: unknown };
      log.error(`${nameOf(item)} failed: ${String(code ?? name)}`);
      failed.push(nameOf(item));
    });
  }
  if (failed.length > 0) throw new Error(`Done, but not ${failed.join(', ')}`);
}
