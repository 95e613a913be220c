import { accountLines } from '../app/start/welcome.js';
import { renewStaff } from '../demo/demo-staff.js';
import { readConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { print, withApp } from './command-app.js';

export async function renewDemoAccounts(): Promise<void> {
  const config = readConfig();
  if (config.isProduction) throw new StartError('There are no demo accounts in production.');
  await withApp(async (app) => {
    const accounts = await renewStaff(app);
    if (accounts.length === 0) {
      throw new StartError('This database holds no demo. It is made when npm start finds an empty database.');
    }
    print('New passwords, shown this once. The old ones, and whoever was signed in with them, are out.', '');
    print(...accountLines(accounts));
  }, config);
}
