import { words } from '../../../platform/content/content.js';
import { localeFor, momentInWords, sourceLocale } from '../../../platform/content/locales.js';
import { type MailBlock, type MailParts, mailFrame } from '../../../platform/mail/mail-frame.js';
import { namesInMail } from '../../../platform/mail/names-in-mails.js';
import type { InvitationToMail } from './invitations.repository.js';

/** The mail that asks a person to join, in the organization's language. `page` is the address of the join page. */
export function invitationMail(invitation: InvitationToMail, token: string, page: string): MailParts {
  const locale = localeFor(invitation.locale) ?? sourceLocale;
  const { text: say, row } = words(locale);
  const { timeZone } = invitation;
  const { organization, inviter, name } = namesInMail({
    organization: invitation.organization,
    inviter: invitation.inviter,
    name: invitation.name,
  });
  const paragraph = (line: string): MailBlock => ({ kind: 'text', text: line });
  const from = inviter ?? organization;
  const url = locale === sourceLocale ? `${page}#${token}` : `${page}?locale=${locale}#${token}`;
  return mailFrame({
    row,
    subject: say('mails.invitation.subject', { inviter: from }),
    preview: say('mails.invitation.preview'),
    blocks: [
      paragraph(say('mails.frame.hello', { name })),
      paragraph(
        inviter
          ? say('mails.invitation.intro', { inviter, organization })
          : say('mails.invitation.introByOrganization', { organization }),
      ),
      { kind: 'link', text: say('mails.invitation.open'), url, orCopy: say('mails.frame.orCopy') },
      paragraph(say('mails.invitation.token', { address: page })),
      paragraph(token),
      paragraph(
        say('mails.invitation.valid', { until: momentInWords(locale, new Date(invitation.expiresAt), timeZone) }),
      ),
      paragraph(say('mails.invitation.help')),
      paragraph(`${say('mails.frame.bye')}\n${from}`),
    ],
  });
}
