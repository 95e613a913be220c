import { fileURLToPath } from 'node:url';

interface Font {
  /** As the font calls itself. */
  readonly family: string;
  /** Regular, then bold where there is one. */
  readonly files: readonly string[];
}

const expo = (name: string, stem: string, ...weights: ('400Regular' | '700Bold')[]): readonly string[] =>
  weights.map((weight) => `@expo-google-fonts/${name}/${weight}/${stem}_${weight}.ttf`);

/** A font in the two weights that our papers are set in. */
const noto = (name: string, family: string): Font => ({
  family,
  files: expo(name, family.replaceAll(' ', ''), '400Regular', '700Bold'),
});

/**
 * In this order: a run of text takes the first font that has it. Nothing else: no font of the machine, no surprises.
 * Vazirmatn stands before Noto Sans Arabic, whose dotted letters cannot be copied or read aloud; for the same
 * reason Khmer is not set in a Noto. The large Chinese font, which also has kana and traditional forms, stands last but
 * one, so that a bullet does not load it.
 */
export const fonts: readonly Font[] = [
  noto('noto-sans', 'Noto Sans'),
  noto('vazirmatn', 'Vazirmatn'),
  noto('noto-sans-arabic', 'Noto Sans Arabic'),
  noto('noto-sans-hebrew', 'Noto Sans Hebrew'),
  noto('noto-sans-ethiopic', 'Noto Sans Ethiopic'),
  noto('noto-sans-devanagari', 'Noto Sans Devanagari'),
  noto('noto-sans-thai', 'Noto Sans Thai'),
  noto('battambang', 'Battambang'),
  noto('noto-sans-myanmar', 'Noto Sans Myanmar'),
  { family: 'Noto Sans Symbols 2', files: expo('noto-sans-symbols-2', 'NotoSansSymbols2', '400Regular') },
  noto('noto-sans-symbols', 'Noto Sans Symbols'),
  { family: 'Noto Sans Math', files: expo('noto-sans-math', 'NotoSansMath', '400Regular') },
  noto('noto-emoji', 'Noto Emoji'),
  {
    family: 'Noto Sans S Chinese',
    files: ['Regular', 'Bold'].map((weight) => `@embedpdf/fonts-sc/fonts/NotoSansHans-${weight}.otf`),
  },
  { family: 'NanumGothic', files: expo('nanum-gothic', 'NanumGothic', '400Regular', '700Bold') },
];

/** Found from the package itself: some hide their files from `import.meta.resolve`. */
const modules = new URL('../../', import.meta.resolve('@expo-google-fonts/noto-sans/package.json'));

/** Where a file of a font lies. */
export const fontPath = (file: string): string => fileURLToPath(new URL(file, modules));
