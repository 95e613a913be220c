import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app/app.module.js';
import { type Installation, install } from '../app/start/installation.js';
import { AppError } from '../kernel/errors.js';
import { type Config, readConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { words } from '../platform/content/content.js';
import { sourceLocale } from '../platform/content/locales.js';
import { Log } from '../platform/log/logger.js';

/** For a command: the same app on the same database, without HTTP and without a worker. */
export async function withApp(
  work: (app: INestApplicationContext, installation: Installation) => Promise<void>,
  config: Config = readConfig(),
): Promise<void> {
  const installation = await install(config, 'command');
  try {
    const app = await NestFactory.createApplicationContext(AppModule.of(installation), {
      logger: new Log('error'),
      abortOnError: false,
    });
    try {
      await work(app, installation);
    } catch (error) {
      throw error instanceof AppError ? new StartError(sentenceOf(error), { cause: error }) : error;
    } finally {
      await app.close();
    }
  } finally {
    await installation.stop();
  }
}

/** The same sentence that the web API would answer. */
function sentenceOf({ code, parameters }: AppError): string {
  const { has, text } = words(sourceLocale);
  return has(`errors.${code}`) ? text(`errors.${code}`, parameters) : code;
}

export const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
