import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { plainLine } from './text.js';

/** Where a number without a country code is dialled. */
const HOME = 'US';
/** Numbers that no rule of a country knows: short ones, and those without an area code. An extension may follow. */
const loose = /^\(?[\d+][\d\s().\-/]*(?:[,;\s]*(?:x|ext|extension|#)[\s.:]*\d+)?$/i;

/** A number as a phone shows or copies it, without the signs that nobody sees; dashes of all kinds are one kind. */
export const plainPhone = (text: string): string =>
  plainLine(text)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/^tel:\s*/i, '')
    .replace(/;ext=(\d+)$/i, ' ext. $1')
    .trim();

export const isPhone = (phone: string): boolean =>
  numberOf(phone) !== null || (loose.test(phone) && phone.replace(/\D/g, '').length >= 3);

/** The same for programs that call or write to it: E.164, without an extension; null where it says too little. */
export const e164Of = (phone: string | null): string | null =>
  phone === null ? null : (numberOf(phone)?.number ?? null);

/** The address of a link that calls it, the extension included. */
export const telephoneLink = (phone: string): string =>
  numberOf(phone)?.getURI() ?? `tel:${(/^[^a-z#]*/i.exec(phone)?.[0] ?? '').replace(/[^\d+]/g, '')}`;

/** What is written of a row that has a number: with a new one goes the same for programs. */
export const withE164 = <Row extends { phone?: string | null | undefined }>(
  row: Row,
): Row & { phoneE164?: string | null } => (row.phone === undefined ? row : { ...row, phoneE164: e164Of(row.phone) });

function numberOf(phone: string): PhoneNumber | null {
  const number = parsePhoneNumberFromString(phone, { defaultCountry: HOME, extract: false });
  return number?.isPossible() ? number : null;
}
