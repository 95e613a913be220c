import { Global, Injectable, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { z } from 'zod';
import { Aside } from '../aside/aside.js';
import { beside, childProcess } from '../aside/hands.js';
import type { DocxContent } from './docx.js';
import type { PdfTemplate } from './pdf-template.js';
import type { PressWork } from './press.js';
import type { SetPdf } from './typesetter.js';

/** A document as it goes out. `notShown`: signs of its text that no font has. */
export interface MadeDocument {
  readonly file: Buffer;
  readonly notShown: readonly string[];
}

/** A press of 50,000 Chinese letters holds about half of it. */
const MOST_MB = 400;

/**
 * Documents for people. They are made by one process beside this one: a text that keeps the compiler busy, or kills it,
 * costs its own document only. Each method throws 503 when the line before the press is full or the press was lost.
 */
@Injectable()
export class Documents implements OnApplicationShutdown {
  private readonly log = new Logger('Documents');
  private readonly press = new Aside<PressWork, SetPdf>({
    name: 'Documents',
    start: childProcess(beside(import.meta.url, 'press')),
    mostMegabytes: MOST_MB,
  });
  private withoutUa1 = 0;

  /** Since the start; `withoutUa1`: papers that went out without the checks for accessible PDF. */
  get counts() {
    return { ...this.press.counts, withoutUa1: this.withoutUa1 };
  }

  /** A PDF from a template. The data is checked first: throws a ZodError. `share`: whose place in line it takes. */
  async pdf<Shape extends z.ZodType>(
    share: string,
    { name, path, text, shape }: PdfTemplate<Shape>,
    data: z.input<Shape>,
  ): Promise<MadeDocument> {
    const made = await this.press.make(share, {
      kind: 'pdf',
      template: { name, path, text },
      data: shape.parse(data),
    });
    if (!made.passedUa1) this.tell(name, made.notShown.length);
    return documentOf(made);
  }

  /** A DOCX: its fonts are the reader's. */
  async docx(share: string, content: DocxContent): Promise<MadeDocument> {
    return documentOf(await this.press.make(share, { kind: 'docx', content }));
  }

  onApplicationShutdown(): void {
    this.press.end();
  }

  /** Never which signs: they are part of what a person wrote. */
  private tell(template: string, signs: number): void {
    this.withoutUa1 += 1;
    if (signs > 0) this.log.warn(`${template} was set without PDF/UA-1: no font for ${signs} of its signs`);
    else this.log.error(`${template} was refused by PDF/UA-1 although there is a font for each sign`);
  }
}

const documentOf = ({ file, notShown }: SetPdf): MadeDocument => ({ file: Buffer.from(file), notShown });

@Global()
@Module({ providers: [Documents], exports: [Documents] })
export class DocumentsModule {}
