import { describe, expect, it } from '@jest/globals';
import { debriefMail } from '../../../src/features/debriefs/issuing/debrief-mail.js';
import { invitationMail } from '../../../src/features/identity/invitations/invitation-mail.js';
import { secondPersonMail } from '../../../src/features/identity/second-person/second-person-mail.js';
import { type MailParts } from '../../../src/platform/mail/mail-frame.js';
import { nameInMail } from '../../../src/platform/mail/names-in-mails.js';

const hostile = 'Win at https://evil.example/now or www.evil.example, mail me@evil.example';
/** What a mail program would make a link of, but for the addresses of ours. */
const linksIn = ({ subject, text, html }: MailParts): string[] =>
  [subject, text, html.replace(/<[^>]*>/g, ' ')].flatMap(
    (form) => form.match(/\S*(?:evil\.\S|evil@|:\/\/(?!onward\.example)|www\.\S)\S*/g) ?? [],
  );

describe('a name in our mails', () => {
  it.each([
    ['https://evil.example', 'https: evil. example'],
    ['evil。example', 'evil。 example'],
    ['me@evil.example', 'me @ evil. example'],
    ['J.R. Smith', 'J. R. Smith'],
    ['Dr. María José Okafor', 'Dr. María José Okafor'],
    ['A+ Home Care, Inc.', 'A+ Home Care, Inc.'],
  ])('carries no link: %s', (name, shown) => expect(nameInMail(name)).toBe(shown));

  it('carries none in any mail that we send', () => {
    const place = { organization: hostile, locale: 'en' };
    const invitation = { ...place, name: hostile, inviter: hostile, timeZone: 'UTC', email: 'a@b.example' };
    const mails = [
      invitationMail(
        { ...invitation, expiresAt: '2026-12-01T00:00:00.000Z' } as never,
        'token',
        'https://onward.example/join',
      ),
      invitationMail(
        { ...invitation, inviter: null, expiresAt: '2026-12-01T00:00:00.000Z' } as never,
        'token',
        'https://onward.example/join',
      ),
      secondPersonMail({ ...place, name: hostile, asker: hostile, role: 'admin' }),
      ...(['page', 'answer'] as const).map((about) =>
        debriefMail({
          about,
          locale: 'en',
          clientName: hostile,
          coach: { name: hostile, contact: null },
          isAnswered: true,
          url: 'https://onward.example/d#token',
          address: 'onward.example/d',
          code: 'K7QM-2XWD',
          expiresAt: new Date('2026-12-15T08:00:00Z'),
          timeZone: 'America/Los_Angeles',
        }),
      ),
    ];
    for (const mail of mails) {
      expect(linksIn(mail)).toEqual([]);
      expect(mail.text).toContain('evil. example');
    }
  });
});
