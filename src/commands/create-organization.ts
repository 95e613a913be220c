import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { FoundingService } from '../features/identity/invitations/founding.service.js';
import { NewOrganization, type NewOrganizationBody } from '../features/identity/invitations/invitations.schemas.js';
import { readConfig } from '../platform/config/config.js';
import { listOf } from '../platform/config/start-error.js';
import { localeFor, localeTags } from '../platform/content/locales.js';
import { DeliveryDesk } from '../platform/ledger/delivery-desk.js';
import { print, withApp } from './command-app.js';

/** How each field is called on the command line, and what is right there. */
const options: Readonly<Record<keyof NewOrganizationBody, string>> = {
  name: '--name: give a name of 1 to 200 characters.',
  timeZone: '--time-zone: use an IANA name, such as America/Los_Angeles or Europe/Madrid.',
  locale: `--locale: use one of ${localeTags.join(', ')}.`,
  adminName: '--admin-name: give a name of 1 to 200 characters.',
  adminEmail: '--admin-email: this is not a mail address.',
  supervisorName: '--supervisor-name: give a name of 1 to 200 characters, and the address.',
  supervisorEmail: '--supervisor-email: give a mail address that is not the admin’s, and the name.',
};

/** What was given, checked as the web API would. Ends the command with all that is wrong at once. */
function readOptions(given: Record<string, string>, command: Command): NewOrganizationBody {
  const parsed = NewOrganization.safeParse(given);
  const wrong = new Set((parsed.error?.issues ?? []).map((issue) => issue.path[0] as keyof NewOrganizationBody));
  if (localeFor(given.locale) === null) wrong.add('locale');
  if ((given.supervisorName === undefined) !== (given.supervisorEmail === undefined)) wrong.add('supervisorEmail');
  if (parsed.data && parsed.data.supervisorEmail === parsed.data.adminEmail) wrong.add('supervisorEmail');
  if (wrong.size === 0 && parsed.success) return parsed.data;
  const problems = [...wrong].map((field) => options[field]);
  return command.error(listOf('No organization was made:', problems));
}

/** How long a running service may take to send the invitation before we no longer wait for it. */
const PATIENCE_MS = 4000;

/** Did a running service send what this organization's ledger asks for? */
async function isSent(app: INestApplicationContext, organizationId: string): Promise<boolean> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(100)) {
    if ((await app.get(DeliveryDesk).waiting(organizationId)) === 0) return true;
  }
  return false;
}

export async function createOrganization(given: Record<string, string>, command: Command): Promise<void> {
  const organization = readOptions(given, command);
  const config = readConfig();
  await withApp(async (app, { isAlone }) => {
    const id = await app.get(FoundingService).create(organization);
    print(`The organization "${organization.name}" is made (${id}).`);
    const { adminName, adminEmail, supervisorName, supervisorEmail } = organization;
    const people = [
      { name: adminName, email: adminEmail },
      ...(supervisorName && supervisorEmail ? [{ name: supervisorName, email: supervisorEmail }] : []),
    ];
    if (!isAlone && (await isSent(app, id))) {
      for (const { name, email } of people) print(`The invitation of ${name} has been sent to ${email}.`);
      if (config.smtpUrl === null) print('Nothing left this machine: read it at /dev/mailbox of the running service.');
    } else {
      for (const { name, email } of people)
        print(
          `The invitation of ${name} waits. It goes to ${email} as soon as the service`,
          'runs (npm start) and reaches the mail server.',
        );
    }
    print(`${people.length === 1 ? 'It' : 'Each'} is good for 7 days, and works once.`);
  }, config);
}
