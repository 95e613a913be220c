import 'reflect-metadata';
import { Command } from 'commander';
import { fail } from './app/start/failures.js';
import { compareCounts } from './commands/counts.js';
import { createOrganization } from './commands/create-organization.js';
import { listDeliveries, retryDeliveries } from './commands/deliveries.js';
import { migrateDatabase } from './commands/migrate-database.js';
import { renewDemoAccounts } from './commands/renew-demo-accounts.js';
import { confirmInvitation, reinstateStaff } from './commands/second-person.js';
import { listSecrets, retireSecret, rotateSecret } from './commands/secrets.js';
import { rootNames } from './platform/config/config.js';
import { localeTags } from './platform/content/locales.js';

/** Wrong use of a command; 1 is "could not be done". */
const WRONG_USE = 2;

const program = new Command('npm run onward --')
  .description('What the operator of an Onward does on the command line. It uses the settings that npm start uses.')
  .configureHelp({ showGlobalOptions: false })
  .showHelpAfterError('Add --help to see how it is used.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_USE));

program
  .command('organization:create')
  .description('Makes an organization and invites its first people by mail. The service may run or not.')
  .usage(
    '--name <text> --time-zone <zone> --admin-name <text> --admin-email <address> [--supervisor-name <text> --supervisor-email <address>] [--locale <tag>]',
  )
  .option('--name <text>', 'the name of the organization, as people see it')
  .option('--time-zone <zone>', 'decides every "today"; an IANA name such as America/Los_Angeles')
  .option('--locale <tag>', `the language of its pages and mails: ${localeTags.join(', ')}`, localeTags[0])
  .option('--admin-name <text>', 'the name of the first admin')
  .option('--admin-email <address>', 'where the invitation goes')
  .option('--supervisor-name <text>', 'the name of a first supervisor, for whom you vouch')
  .option('--supervisor-email <address>', 'where that invitation goes')
  .action(createOrganization);

program
  .command('invitation:confirm')
  .description('Confirms, as the second person, that somebody becomes a supervisor or an admin.')
  .argument('<id-or-address>', 'of the invitation; or the address of an account that shall get another role')
  .action(confirmInvitation);

program
  .command('staff:reinstate')
  .description('Unlocks an account that was suspended, where no admin is left who can.')
  .argument('<address>', 'the mail address that it signs in with')
  .action(reinstateStaff);

program
  .command('demo:accounts')
  .description('Makes new passwords for the demo accounts and shows them. Not in production.')
  .action(renewDemoAccounts);

program
  .command('database:migrate')
  .description('Brings the database to this release, once, for services that start with ONWARD_MIGRATE=false.')
  .action(migrateDatabase);

program
  .command('deliveries:list')
  .description('Shows what has not been delivered: mails that wait or were given up, and other work of the service.')
  .usage('[--organization <id>] [--status parked|pending]')
  .option('--organization <id>', 'only of this organization')
  .option('--status <status>', 'parked: given up, needs a person; pending: waits for its next try')
  .action(listDeliveries);

program
  .command('deliveries:retry')
  .description('Makes a delivery due now, with as many tries as a new one has.')
  .usage('<id> | --all [--dry-run]')
  .argument('[id]', 'as deliveries:list shows it')
  .option('--all', 'all that are parked')
  .option('--dry-run', 'only shows what would be retried')
  .action(retryDeliveries);

program
  .command('counts:compare')
  .description('Compares the counts that reports read with the applications themselves. The service may run.')
  .usage('[--repair]')
  .option('--repair', 'sets right what differs')
  .action(compareCounts);

program
  .command('secrets:list')
  .description('Shows the versions of the three roots that keys grow from.')
  .action(listSecrets);

program
  .command('secrets:rotate')
  .description('Replaces a root while the service runs. Repeat it when it was ended in the middle.')
  .argument('<root>', rootNames.join(', '))
  .action(rotateSecret);

program
  .command('secrets:retire')
  .description('Ends the older versions of the tokens: codes that were given out under them open nothing any more.')
  .argument('<root>', 'tokens')
  .action(retireSecret);

program.parseAsync().catch(fail);
