import { type StaffRole } from '../../../access/roles.js';
import { words } from '../../../platform/content/content.js';
import { type Locale, localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { type MailBlock, type MailParts, mailFrame } from '../../../platform/mail/mail-frame.js';
import { namesInMail } from '../../../platform/mail/names-in-mails.js';

/** Who shall get a wide sight, and who asks for it. */
export interface WideSightAsked {
  readonly name: string;
  readonly role: StaffRole;
  readonly asker: string;
  readonly organization: string;
  readonly locale: string;
}

/**
 * The mail to whoever may be the second person, and the language it is in. It holds no button: saying yes is done signed
 * in.
 */
export function secondPersonMail(asked: WideSightAsked): MailParts & { locale: Locale } {
  const locale = localeFor(asked.locale) ?? sourceLocale;
  const { text: say, row } = words(locale);
  const { role } = asked;
  const { name, asker, organization } = namesInMail({
    name: asked.name,
    asker: asked.asker,
    organization: asked.organization,
  });
  const paragraph = (line: string): MailBlock => ({ kind: 'text', text: line });
  const parts = mailFrame({
    row,
    subject: say('mails.secondPerson.subject'),
    preview: say('mails.secondPerson.preview'),
    blocks: [
      paragraph(say('mails.frame.helloPlain')),
      paragraph(say('mails.secondPerson.asked', { asker, name, role, organization })),
      paragraph(say('mails.secondPerson.why', { asker })),
      paragraph(say('mails.secondPerson.doubt', { asker })),
      paragraph(`${say('mails.frame.bye')}\n${organization}`),
    ],
  });
  return { ...parts, locale };
}
