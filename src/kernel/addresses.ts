import isEmail from 'validator/lib/isEmail.js';
import { plainLine } from './text.js';

/** An e-mail address as people paste it, without what stands around it; word processors bend its apostrophe. */
export const plainAddress = (text: string): string =>
  plainLine(text)
    .replace(/^mailto:/i, '')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/[\u2018\u2019]/g, "'")
    .toLowerCase();

/** Can mail be sent there? Any letters, as RFC 6531 has it; no quoted names, which nobody has and many programs misread. */
export const isAddress = (address: string): boolean => isEmail.default(address, { blacklisted_chars: '"' });
