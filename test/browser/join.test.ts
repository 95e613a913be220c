import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createWorld, type World } from '../support/world.js';

const CHROMIUM = '/usr/bin/chromium';
const PICTURES = join(tmpdir(), 'onward-pages');
const PASSWORD = 'kind lanterns over water';

let world: World;
let browser: Browser;
let site: string;
beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`There is no Chromium at ${CHROMIUM}: apt-get install chromium`);
  mkdirSync(PICTURES, { recursive: true });
  world = await createWorld();
  site = world.url.replace('127.0.0.1', 'localhost');
  browser = await chromium.launch({
    timeout: 240_000,
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function onPhone(options: { javaScriptEnabled: boolean }, walk: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en', ...options });
  context.setDefaultTimeout(120_000);
  try {
    await walk(await context.newPage());
  } finally {
    await context.close();
  }
}

async function invited(email: string): Promise<string> {
  await world.nia.post('/v1/invitations', { email, name: 'Dee Park', role: 'coach' });
  await world.settle();
  return /http\S+#[\w-]{43}/.exec(world.mails().find(({ to }) => to === email)?.text ?? '')?.[0] ?? '';
}

const picture = (page: Page, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
const canSignIn = async (email: string): Promise<boolean> =>
  (await world.nobody.post('/v1/auth/sign-in', { email, password: PASSWORD })).status === 200;

describe('joining on a phone', () => {
  it('follows the link, takes the code out of the address, and makes the account', async () => {
    const link = await invited('phone@north.example');
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      await page.goto(link);
      expect(page.url()).toBe(`${site}/join`);
      expect(await page.getByLabel('Code from the mail').isVisible()).toBe(false);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByLabel('The same password again').fill('not the same at all');
      await picture(page, 'join');
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await page.getByRole('button', { name: 'Set up my account' }).click();
      await page.getByRole('alert').waitFor();
      await picture(page, 'join-problem');
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByLabel('The same password again').fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Your account is ready' }).waitFor();
      await picture(page, 'join-done');
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    });
    expect(await canSignIn('phone@north.example')).toBe(true);
  });

  it('needs no script: the code is pasted, in Spanish as well', async () => {
    const link = await invited('plain@north.example');
    await onPhone({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${site}/join`);
      await page.getByRole('link', { name: 'Español' }).click();
      await page.getByLabel('Código del correo').fill(link);
      await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
      await page.getByLabel('La misma contraseña otra vez').fill(PASSWORD);
      await picture(page, 'join-es');
      await page.getByRole('button', { name: 'Crear mi cuenta' }).click();
      await page.getByRole('heading', { name: 'Tu cuenta está lista' }).waitFor();
    });
    expect(await canSignIn('plain@north.example')).toBe(true);
  });

  it('keeps the code when the language is changed', async () => {
    const link = await invited('switch@north.example');
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      await page.goto(link);
      await page.getByRole('link', { name: 'Español' }).click();
      await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
      await page.getByLabel('La misma contraseña otra vez').fill(PASSWORD);
      await page.getByRole('button', { name: 'Crear mi cuenta' }).click();
      await page.getByRole('heading', { name: 'Tu cuenta está lista' }).waitFor();
    });
    expect(await canSignIn('switch@north.example')).toBe(true);
  });
});
