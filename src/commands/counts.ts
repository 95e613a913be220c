import { ApplicationCounts } from '../features/applications/counts/application-counts.js';
import { StartError } from '../platform/config/start-error.js';
import { print, withApp } from './command-app.js';

/** Compares what reports read with the applications themselves, in every organization; `repair` sets it right. */
export async function compareCounts({ repair = false }: { repair?: boolean }): Promise<void> {
  await withApp(async (app) => {
    const counts = app.get(ApplicationCounts);
    let wrong = 0;
    for (const organization of await counts.organizations()) {
      const found = await counts.differences(organization);
      for (const { appliedOn, furthestStage, standing, counted, real } of found)
        print(`${organization}  ${appliedOn}  ${furthestStage}  ${standing}  counted ${counted}, there are ${real}`);
      if (!repair) wrong += found.length;
      else if (found.length > 0) print(`Set right: ${await counts.mend(organization)}.`);
    }
    if (wrong > 0) throw new StartError(`${wrong} counts are wrong. With --repair they are set right.`);
    print('Every count is what the applications say.');
  });
}
