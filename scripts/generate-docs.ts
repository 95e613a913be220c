import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generatedDocs } from '../test/support/generated-docs.js';

/** Writes `docs/generated` anew; the house test compares. */
mkdirSync('docs/generated', { recursive: true });
for (const [file, text] of Object.entries(await generatedDocs())) {
  const path = `docs/generated/${file}`;
  let before = '';
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    // It is new.
  }
  if (before !== text) process.stdout.write(`${path}\n`);
  writeFileSync(path, text);
}
