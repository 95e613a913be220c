import { words } from '../../platform/content/content.js';
import type { Locale } from '../../platform/content/locales.js';

/** The mail that asks a person to join. */
export function invitationMail(of: {
  locale: Locale;
  name: string;
  organization: string;
  token: string;
  address: string;
}): { subject: string; text: string; html: string } {
  const { text } = words(of.locale);
  const lines = [
    text('mails.frame.hello', { name: of.name }),
    text('mails.invitation.intro', { inviter: of.organization, organization: of.organization }),
    `${of.address}#${of.token}`,
  ];
  return {
    subject: text('mails.invitation.subject', { inviter: of.organization }),
    text: lines.join('\n\n'),
    html: `<p>${lines.join('</p><p>')}</p>`,
  };
}
