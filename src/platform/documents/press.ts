import { setImmediate } from 'node:timers/promises';
import { worksOn } from '../aside/bench.js';
import { type DocxContent, renderDocx } from './docx.js';
import type { PdfWork } from './typesetter.js';

/** What the press is handed. */
export type PressWork = ({ readonly kind: 'pdf' } & PdfWork) | ({ readonly kind: 'docx' } & { content: DocxContent });

/** The program of the press: a process of its own, started with the first document. */
worksOn(async (work: PressWork) => {
  if (work.kind === 'docx') return { file: await renderDocx(work.content), notShown: [], passedUa1: false };
  const { forget, setPdf } = await import('./typesetter.js');
  try {
    return setPdf(work);
  } finally {
    forget();
    // Native memory is given back with a turn of the loop.
    await setImmediate();
  }
});
