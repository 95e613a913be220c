/** The whole suite, with ten times the fuzz and many more kills, under three time zones: east and west of the day's border, and one that changes by half an hour. */
import { spawnSync } from 'node:child_process';

for (const TZ of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Australia/Lord_Howe']) {
  console.log(`\nTZ=${TZ}`);
  const { status } = spawnSync('npm', ['test'], {
    stdio: 'inherit',
    env: { ...process.env, TZ, ONWARD_FUZZ: '100000', ONWARD_KILLS: '50' },
  });
  if (status !== 0) process.exit(status ?? 1);
}
