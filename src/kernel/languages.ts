import { createRequire } from 'node:module';

/** The register of IANA: its language codes, each with its place in it. */
const languages: Record<string, number> = createRequire(import.meta.url)(
  'language-subtag-registry/data/json/language.json',
);

/** Codes that name no language that somebody speaks or reads: undetermined, several, none, uncoded. */
const noLanguage: ReadonlySet<string> = new Set(['und', 'mul', 'zxx', 'mis']);

/**
 * A language tag (BCP 47) in its canonical form, `es-mx` → `es-MX`; null for what is none, or whose language the register
 * of IANA does not know. Scripts and regions are taken as they are.
 */
export function languageTagOf(tag: string): string | null {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag)) return null;
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag);
    const [language = ''] = canonical.split('-');
    return Object.hasOwn(languages, language) && !noLanguage.has(language) ? canonical : null;
  } catch {
    return null;
  }
}
