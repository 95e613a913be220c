import { lastDayBefore } from '../../../kernel/days.js';
import { words } from '../../../platform/content/content.js';
import { dayInWords, type Locale } from '../../../platform/content/locales.js';
import { type MailBlock, type MailParts, mailFrame } from '../../../platform/mail/mail-frame.js';
import { nameInMail } from '../../../platform/mail/names-in-mails.js';
import { type Contact } from '../contact.rules.js';

export interface DebriefMail {
  /** A page to fill in, or the coach's answer to read on it. */
  about: 'page' | 'answer';
  locale: Locale;
  /** The name the client goes by; null when it should not stand in a mail. */
  clientName: string | null;
  coach: { name: string; contact: Contact | null };
  /** Whether an answer to this mail is read by somebody. */
  isAnswered: boolean;
  /** Address of the link page with the token after `#`. */
  url: string;
  /** Address of the link page to type, without token and without `https://`. */
  address: string;
  /** The short code as it is shown, `K7QM-2XWD`. */
  code: string;
  expiresAt: Date;
  /** The client's. */
  timeZone: string;
}

/**
 * The mail with the link to a debrief. Subject, preview and text tell nothing to whoever reads over the shoulder: no
 * employer, no "no", no program. It says how long the link works, whom to call, and that the client need not do it.
 */
export function debriefMail(mail: DebriefMail): MailParts {
  const text = words(mail.locale);
  const { text: say } = text;
  const coach = nameInMail(mail.coach.name);
  const isAnswer = mail.about === 'answer';
  const paragraph = (line: string): MailBlock => ({ kind: 'text', text: line });
  return mailFrame({
    row: text.row,
    subject: say('mails.debrief.subject', { coach }),
    preview: say(isAnswer ? 'mails.debrief.answerPreview' : 'mails.debrief.preview'),
    blocks: [
      paragraph(greeting(mail)),
      paragraph(isAnswer ? say('mails.debrief.answerIntro', { coach }) : say('mails.debrief.intro')),
      { kind: 'link', text: say('mails.debrief.open'), url: mail.url, orCopy: say('mails.frame.orCopy') },
      { kind: 'code', label: say('mails.debrief.code'), code: mail.code },
      paragraph(say('mails.debrief.codeHelp', { address: mail.address })),
      paragraph(
        say('mails.debrief.valid', { until: dayInWords(mail.locale, lastDayBefore(mail.timeZone, mail.expiresAt)) }),
      ),
      ...(isAnswer ? [] : [paragraph(say('mails.debrief.free'))]),
      paragraph(help(mail)),
      ...(mail.isAnswered ? [] : [paragraph(say('mails.debrief.noReply'))]),
      paragraph(`${say('mails.frame.bye')}\n${coach}`),
      paragraph(say('mails.frame.notYou')),
    ],
  });
}

function help({ locale, coach: { name: ofCoach, contact } }: DebriefMail): string {
  const name = nameInMail(ofCoach);
  const { text: say } = words(locale);
  if (contact === null) return say('mails.debrief.help', { who: name });
  const { phone, email } = contact;
  const who = contact.whose === 'coach' ? name : say('mails.debrief.office');
  if (phone !== null && email !== null) return say('mails.debrief.helpBoth', { who, phone, email });
  return phone === null
    ? say('mails.debrief.helpEmail', { who, email: email ?? '' })
    : say('mails.debrief.helpPhone', { who, phone });
}

const greeting = ({ locale, clientName }: DebriefMail): string =>
  clientName === null
    ? words(locale).text('mails.frame.helloPlain')
    : words(locale).text('mails.frame.hello', { name: nameInMail(clientName) });
