import type { Command } from 'commander';
import { InvitationsService } from '../features/identity/invitations/invitations.service.js';
import { RolesService } from '../features/identity/staff/roles.service.js';
import { StaffService } from '../features/identity/staff/staff.service.js';
import { plainAddress } from '../kernel/addresses.js';
import { StartError } from '../platform/config/start-error.js';
import { Email } from '../platform/http/shapes.js';
import { print, withApp } from './command-app.js';

/** The operator as the second person, where an organization has none. */
export async function confirmInvitation(idOrEmail: string): Promise<void> {
  const asked = plainAddress(idOrEmail);
  await withApp(async (app) => {
    const invitations = await app.get(InvitationsService).confirmAsOperator(asked);
    const role = await app.get(RolesService).confirmAsOperator(asked);
    if (invitations === 0 && role === null) throw new StartError(`Nothing waits to be confirmed for ${asked}.`);
    if (invitations > 0) print(`The invitation of ${asked} is confirmed. Its mail goes out when the service runs.`);
    if (role !== null) print(`${asked} is ${role} now, as was asked for. Who was signed in under the old one is out.`);
  });
}

/** Lets somebody back in whom no admin can let in any more. */
export async function reinstateStaff(email: string, _options: unknown, command: Command): Promise<void> {
  const address = Email.safeParse(email);
  if (!address.success) return command.error('Give the mail address that the account signs in with.');
  await withApp(async (app) => {
    if (!(await app.get(StaffService).reinstateAsOperator(address.data)))
      throw new StartError(`No suspended account signs in as ${address.data}.`);
    print(`${address.data} may sign in again.`);
  });
}
