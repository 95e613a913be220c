import { describe, expect, it } from '@jest/globals';
import { type Contact } from '../../../src/features/debriefs/contact.rules.js';
import { debriefMail } from '../../../src/features/debriefs/issuing/debrief-mail.js';
import { locales, localeTags } from '../../../src/platform/content/locales.js';
import { mailFrame } from '../../../src/platform/mail/mail-frame.js';
import { textOf } from './html.js';

const mail = (given: Partial<Parameters<typeof debriefMail>[0]> = {}) =>
  debriefMail({
    locale: 'en',
    clientName: 'María',
    about: 'page',
    coach: { name: 'Ana', contact: { whose: 'coach', phone: '+1 206 555 0100', email: null } },
    isAnswered: true,
    url: 'https://onward.example/d#token-123',
    address: 'onward.example/d',
    code: 'K7QM-2XWD',
    expiresAt: new Date('2026-12-15T08:00:00Z'),
    timeZone: 'America/Los_Angeles',
    ...given,
  });

describe('the mail with the link', () => {
  it.each(localeTags)('tells nothing in %s to whoever reads along', (locale) => {
    const { subject, text, html } = mail({ locale });
    const revealing =
      /reject|interview|\bjobs?\b|employ|applica|debrief|checklist|barrier|coach|rechaz|trabajo|emple|entrevista|solicitud/i;
    for (const form of [subject, text, textOf(html)]) expect(form).not.toMatch(revealing);
    expect(subject).toContain('Ana');
    expect(subject).not.toContain('María');
  });

  it.each(localeTags)(
    'holds link, code, how long, whom to call and "you do not have to" in %s, in both forms',
    (locale) => {
      const { text, html } = mail({ locale });
      for (const form of [text, textOf(html)]) {
        expect(form).toContain('https://onward.example/d#token-123');
        expect(form).toContain('K7QM-2XWD');
        expect(form).toContain('onward.example/d ');
        expect(form).toContain('+1 206 555 0100');
        expect(form).toContain(locale === 'en' ? 'It is your choice.' : 'Tú decides.');
        expect(form).toMatch(locale === 'en' ? /until Monday, December 14\. / : /Hasta el lunes 14 de diciembre puedes/);
      }
      expect(html).toContain(`<html lang="${locale}" dir="ltr">`);
      expect(html).toContain('href="https://onward.example/d#token-123"');
    },
  );

  it('puts the address on a line of its own in the text form', () => {
    expect(mail().text.split('\n')).toContain('https://onward.example/d#token-123');
  });

  it('does without a name', () => {
    const { text } = mail({ clientName: null });
    expect(text).toMatch(/^Hello,\n/);
    expect(text).not.toMatch(/null|undefined|\{/);
  });

  it('names the ways that there are, and promises none that there is not', () => {
    const says = (contact: Contact | null, isAnswered = true) =>
      mail({ coach: { name: 'Ana', contact }, isAnswered }).text;
    const office: Contact = { whose: 'office', phone: '206 555 0199', email: null };
    expect(says({ whose: 'coach', phone: null, email: 'ana@onward.example' })).toContain(
      'Write to Ana: ana@onward.example.',
    );
    expect(says({ whose: 'coach', phone: '206 555 0147', email: 'ana@onward.example' })).toContain(
      'Call Ana: 206 555 0147. Or write to ana@onward.example.',
    );
    expect(says(office)).toContain('Call our office: 206 555 0199.');
    expect(says(office)).not.toContain('Please do not answer');
    const nothing = says(null, false);
    expect(nothing).toContain('Ask Ana when you next talk.');
    expect(nothing).toContain('Please do not answer this email.');
    expect(nothing).not.toMatch(/\b(call|write)\b/i);
  });

  it.each(localeTags)('that the coach wrote back tells in %s no more than the first one', (locale) => {
    const { subject, text } = mail({ locale, about: 'answer' });
    expect(subject).toBe(mail({ locale }).subject);
    expect(text).toContain(locale === 'en' ? 'Ana wrote to you.' : 'Ana te escribió.');
    expect(text).toContain('https://onward.example/d#token-123');
    expect(text).not.toMatch(
      /reject|interview|\bjobs?\b|applica|debrief|checklist|coach|trabajo|entrevista|solicitud/i,
    );
  });

  it('loads nothing and counts nobody', () => {
    expect(mail().html).not.toMatch(/<img|<link|<script|url\(|src=/);
  });
});

describe('the frame of a mail', () => {
  const row = locales.en;

  it('shows names as text, and keeps line breaks out of the subject', () => {
    const { subject, html } = mailFrame({
      row,
      subject: 'Hi\r\nBcc: x@y.example',
      preview: '',
      blocks: [{ kind: 'text', text: '<b>&"' }],
    });
    expect(subject).toBe('Hi Bcc: x@y.example');
    expect(html).not.toContain('<b>');
  });

  it('links to web addresses only', () => {
    const link = (url: string) => () =>
      mailFrame({ row, subject: 's', preview: 'p', blocks: [{ kind: 'link', text: 't', url, orCopy: 'o' }] });
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//x.example',
      'https://x.example/"onclick="',
      'https://a b',
    ]) {
      expect(link(bad)).toThrow();
    }
    expect(link('http://localhost:3000/d#t')).not.toThrow();
  });
});
