import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { debriefAfter, linkOf, mailedLink, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

const CHROMIUM = '/usr/bin/chromium';
const PICTURES = join(tmpdir(), 'onward-pages');
const PHONE = { width: 360, height: 740 };
const COURSE = { stages: ['phone_screen', 'interview'], interviews: [{}] };

let world: World;
let browser: Browser;
let site: string;
beforeAll(async () => {
  if (!existsSync(CHROMIUM))
    throw new Error(
      `The pages are tested in a real Chromium, and there is none at ${CHROMIUM}: apt-get install chromium`,
    );
  mkdirSync(PICTURES, { recursive: true });
  world = await createWorld();
  // A `__Host-` cookie needs HTTPS, or the name localhost.
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

/** @param refusals how many posts are answered with 422, which the browser's console notes as an error */
async function onPhone(
  options: { javaScriptEnabled: boolean; locale?: string },
  walk: (page: Page) => Promise<void>,
  refusals = 0,
): Promise<void> {
  const context: BrowserContext = await browser.newContext({
    viewport: PHONE,
    deviceScaleFactor: 2,
    locale: 'en',
    ...options,
  });
  context.setDefaultTimeout(120_000);
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    // A visit that is over and a torn answer are pages, too: the console notes their status.
    const isPage = (text: string): boolean => /status of (401|404)/.test(text);
    page.on(
      'console',
      (message) => message.type() === 'error' && !isPage(message.text()) && faults.push(message.text()),
    );
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => request.url().startsWith(site) || faults.push(`fetched ${request.url()}`));
    await walk(page);
    const refused = faults.filter((fault) => fault.includes('status of 422'));
    expect([refused.length, faults.filter((fault) => !refused.includes(fault))]).toEqual([refusals, []]);
  } finally {
    await context.close();
  }
}

const picture = (page: Page, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });

/** What stands on the screen at first, or around an element: a whole page is too long to look at. */
async function glance(page: Page, name: string, around = 'body'): Promise<void> {
  await page.locator(around).first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** How far the page runs beside the screen. Asked of the browser itself, so that it works without a script, too. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return `${activeElement?.getAttribute('name') ?? ''}=${activeElement?.getAttribute('value') ?? ''}`;
  });

/** Presses Tab until the field of this name (and value) has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 200; press += 1) {
    if ((await focused(page)).startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by keyboard to ${name}`);
}

/** Presses Enter and waits for the page that it leads to. */
async function enter(page: Page, address: RegExp): Promise<void> {
  await Promise.all([page.waitForURL(address), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
}

const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

describe('without a script, on a small phone, by keyboard alone', () => {
  it('a client types the code, fills in, saves, hands in and reads it again', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'es' } });
    const { code } = mailedLink(world, client);
    await onPhone({ javaScriptEnabled: false, locale: 'es-MX' }, async (page) => {
      await page.goto(`${site}/d`);
      expect(await page.locator('html').getAttribute('lang')).toBe('es');
      await picture(page, 'link-es-no-script');
      expect(await overflow(page)).toBe(0);
      await tabTo(page, 'code=');
      await page.keyboard.type(code.toLowerCase());
      await enter(page, /\/d\/checklist\?visit=/);
      await picture(page, 'checklist-es-no-script');
      expect(await overflow(page)).toBe(0);

      await tabTo(page, 'item.pos_reached.isTrue=');
      await page.keyboard.press('Space');
      await tabTo(page, 'item.learned.text');
      await page.keyboard.type('Respirar primero');
      await tabTo(page, 'action=save');
      await enter(page, /\/d\/checklist\?saved=end&visit=/);
      expect(await page.getByRole('status').textContent()).toContain('Guardado');
      await tabTo(page, 'action=submit');
      await enter(page, /\/d\/done\?visit=/);
      await picture(page, 'done-es-no-script');
      expect(await overflow(page)).toBe(0);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Gracias');
      await page.goto(`${site}/d/checklist`);
      expect(await page.getByText('Respirar primero').count()).toBe(1);
      await picture(page, 'read-es-no-script');
      expect(await overflow(page)).toBe(0);
    });
    const { body } = await world.ana.get(`/v1/debriefs/${debrief.id}`);
    expect(body).toMatchObject({
      status: 'submitted',
      submittedBy: 'client',
      answers: { learned: { text: 'Respirar primero' }, pos_reached: { isTrue: true } },
    });
  });

  it('a wrong code and wrong answers are shown where they are, with what was typed', async () => {
    const { debrief } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'en' } });
    const { code } = await linkOf(world.ana, debrief.id);
    await onPhone(
      { javaScriptEnabled: false },
      async (page) => {
        await page.goto(`${site}/d`);
        await tabTo(page, 'code=');
        await page.keyboard.type('K7QM-2XWD');
        const [refused] = await Promise.all([page.waitForResponse(/\/d\/start$/), page.keyboard.press('Enter')]);
        expect(refused.status()).toBe(422);
        await page.waitForLoadState();
        expect(await page.locator('#code').inputValue()).toBe('K7QM-2XWD');
        await picture(page, 'link-refused-en');
        await page.locator('#code').fill(code);
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/d\/checklist\?visit=/);
        await page.getByRole('button', { name: 'I am done' }).click();
        await page.waitForURL(/#problem$/);
        expect(await page.title()).toBe('Error: Your page');
        await picture(page, 'checklist-wrong-en');
        expect(await overflow(page)).toBe(0);
        await page.getByRole('alert').getByRole('link').click();
        expect(page.url()).toContain('#item-learned-text');
        // The field has the focus; its label and what is wrong with it are in sight above.
        expect(await focused(page)).toMatch(/^item\.learned\.text=/);
        for (const sight of ['label[for="item-learned-text"]', '#problem-item-learned-text'])
          expect(await page.locator(sight).evaluate((seen) => seen.getBoundingClientRect().top)).toBeGreaterThanOrEqual(
            0,
          );
        // It was fetched: neither "reload" nor "back" sends it again.
        await page.reload();
        expect(await page.title()).toBe('Error: Your page');
        await page.goto(`${site}/`);
        await page.goBack();
        expect(await page.title()).toBe('Error: Your page');
        await page.locator('#item-learned-text').fill('To breathe');
        await page.getByRole('button', { name: 'I am done' }).click();
        await page.waitForURL(/\/d\/done/);
        await page.goBack();
        expect(await page.getByText('To breathe').count()).toBe(1);
      },
      1,
    );
  });

  it('Enter in a line of text does nothing, and saving comes back to where the button was', async () => {
    const { debrief } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'en' } });
    const { url } = await linkOf(world.ana, debrief.id);
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      await page.goto(url);
      await page.getByRole('button').click();
      await page.waitForURL(/\/d\/checklist\?visit=/);
      for (const summary of await page.locator('summary').all()) await summary.click();
      const line = page.locator('[name="item.if_then.text"]');
      await line.fill('I ask for water');
      await line.press('Enter');
      await page.locator('[name="item.people.0.name"]').fill('Sam');
      await page.locator('[name="item.people.0.name"]').press('Enter');
      expect([page.url().includes('saved'), await line.inputValue()]).toEqual([false, 'I ask for water']);
      await page.locator('button[value="save.people"]').click();
      await page.waitForURL(/saved=people&visit=[\w-]+#saved$/);
      expect(await page.locator('[name="item.people.1.name"]').count()).toBe(1);
      const seen = async (): Promise<boolean> => {
        const box = await page.getByRole('status').boundingBox();
        return box !== null && box.y >= 0 && box.y < PHONE.height;
      };
      expect(await seen()).toBe(true);
      await page.locator('button[value="save"]').click();
      await page.waitForURL(/saved=end/);
      expect(await seen()).toBe(true);
    });
  });

  it('the chosen number is seen where colours are taken away, and on paper', async () => {
    const { debrief } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'en' } });
    const { url } = await linkOf(world.ana, debrief.id);
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      await page.goto(url);
      await page.getByRole('button').click();
      await page.waitForURL(/\/d\/checklist\?visit=/);
      await page.locator('#item-conf_pre-score-7').check({ force: true });
      const looks = (id: string) =>
        page.locator(`label[for="${id}"]`).evaluate((label) => {
          const { borderTopWidth, color, backgroundColor } = getComputedStyle(label);
          return {
            border: borderTopWidth,
            mark: getComputedStyle(label, '::after').content,
            isSeen: color !== backgroundColor,
          };
        });
      for (const media of [{ forcedColors: 'active' }, { forcedColors: 'none', media: 'print' }] as const) {
        await page.emulateMedia(media);
        await glance(page, `chosen-${media.forcedColors}`, '#item-conf_pre');
        const [chosen, other] = [await looks('item-conf_pre-score-7'), await looks('item-conf_pre-score-6')];
        expect(chosen).toMatchObject({ mark: expect.stringContaining('✓'), isSeen: true });
        expect(Number.parseFloat(chosen.border)).toBeGreaterThan(Number.parseFloat(other.border) + 1);
      }
    });
  });
});

describe('with a script', () => {
  it('the link in the mail opens the page; the token leaves the address, the history and every request', async () => {
    const { client } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'en' } });
    const mail = world.mails().find(({ to }) => to === client.email);
    const url = /http\S+#\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    const token = url.split('#')[1] ?? '';
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(`${request.url()} ${request.headers().referer ?? ''}`));
      await page.goto(url);
      await page.locator('html.has-token').waitFor();
      expect(page.url()).not.toContain(token);
      expect(await page.locator('#code').isVisible()).toBe(false);
      await picture(page, 'link-en-script');
      await page.getByRole('link', { name: 'Español' }).click();
      await page.getByRole('button', { name: 'Abrir mi página' }).waitFor();
      expect(page.url()).not.toContain(token);
      await page.getByRole('button', { name: 'Abrir mi página' }).click();
      await page.waitForURL(/\/d\/checklist\?visit=/);
      expect(asked.join('\n')).not.toContain(token);
      const cookies = await page.context().cookies();
      expect(cookies).toMatchObject([
        {
          name: expect.stringMatching(/^__Host-onward-[\w-]{36}$/),
          httpOnly: true,
          secure: true,
          sameSite: 'Lax',
          expires: -1,
        },
      ]);
      await page.goBack();
      expect(page.url()).not.toContain(token);
    });
  });

  it.each([
    ['en', 'light'],
    ['es', 'dark'],
  ] as const)(
    'every page in %s (%s) is free of faults that axe can find, and fits the screen',
    async (locale, colorScheme) => {
      const { debrief, client } = await debriefAfter(world, world.ana, {
        stages: ['phone_screen', 'interview', 'reference_check'],
        interviews: [{ promisedDecisionOn: '2026-06-12' }, { startsAt: '2026-06-16T17:00:00Z' }],
        client: { writtenLanguage: locale, interpreterNeeded: true },
      });
      const { url } = mailedLink(world, client);
      const assisted = await linkOf(world.ana, debrief.id);
      const found: Record<string, string[]> = {};
      await onPhone({ javaScriptEnabled: true, locale }, async (page) => {
        await page.emulateMedia({ colorScheme });
        const look = async (name: string): Promise<void> => {
          await picture(page, `${name}-${locale}-${colorScheme}`);
          found[name] = await violations(page);
          if ((await overflow(page)) !== 0) found[name]?.push('runs out of the screen');
          await page.setViewportSize({ width: 320, height: 640 });
          if ((await overflow(page)) !== 0) found[name]?.push('runs out of a screen of 320 px');
          await page.setViewportSize(PHONE);
        };
        await page.goto(`${site}/?locale=${locale}`);
        await look('front');
        await page.goto(`${site}/d/xyz?locale=${locale}`);
        await look('stray');
        await page.goto(`${site}/d?locale=${locale}`);
        await look('link-code');
        await page.goto(`${site}/d?locale=${locale}${new URL(url).hash}`);
        await look('link');
        await page.getByRole('button').click();
        await page.waitForURL(/\/d\/checklist\?visit=/);
        for (const summary of await page.locator('summary').all()) await summary.click();
        await look('checklist');
        await page.locator('[name="item.learned.text"]').fill('Breathe. Respirar.');
        await page
          .locator('[name="item.thanks.plan"][value="will_do"], select[name="item.thanks.plan"]')
          .first()
          .check();
        await page.locator('form#checklist button[value="save"]').click();
        await page.waitForURL(/saved=end&visit=/);
        await look('saved');
        await page.locator('button[value="submit"]').click();
        await page.waitForURL(/\/d\/done\?visit=/);
        await look('done');
        await world.ana.post(`/v1/debriefs/${debrief.id}/review`, {
          reply: 'See you.',
          strengthNoted: 'You stay calm.',
        });
        await page.goto(`${site}/d/checklist`);
        await look('read');
        await page.goto(`${site}/d/done`);
        await look('reviewed');
        await page.locator('button.leave').click();
        await page.waitForURL(/\/d\/left/);
        await look('left');
        await page.goto(`${site}/d?locale=${locale}${new URL(assisted.url).hash}`);
        await page.getByRole('button').click();
        await page.waitForURL(/\/d\/checklist\?visit=/);
        await look('assisted-read');
      });
      expect(Object.keys(found)).toHaveLength(11);
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    },
  );

  it.each(['en', 'es'] as const)(
    'in %s, an assisted page says so first, both texts of a torn answer stand there, and they fit a small screen',
    async (locale) => {
      const { debrief, client } = await debriefAfter(world, world.ana, {
        ...COURSE,
        client: { writtenLanguage: locale },
      });
      const phone = new Visitor(world);
      await phone.openByUrl(mailedLink(world, client).url);
      await phone.fill({ 'item.worry.guess': 'Mine alone', 'item.worry.isPrivate': 'yes' });
      const { url } = await linkOf(world.ana, debrief.id);
      await onPhone({ javaScriptEnabled: true, locale }, async (page) => {
        await page.setViewportSize({ width: 320, height: 640 });
        await page.goto(`${site}/d?locale=${locale}${new URL(url).hash}`);
        await page.getByRole('button').click();
        await page.waitForURL(/\/d\/checklist\?visit=/);
        for (const part of await page.locator('details').all())
          await part.evaluate((details) => details.setAttribute('open', ''));
        await glance(page, `assisted-${locale}`);
        await glance(page, `assisted-closed-${locale}`, 'div#item-worry');
        await glance(page, `did-you-meet-${locale}`, '#item-people');
        expect([await overflow(page), await violations(page)]).toEqual([0, []]);
        expect(await page.locator('main > *').first().getAttribute('class')).toBe('notice assisted');
        expect(await page.content()).not.toContain('Mine alone');
        await phone.fill({ 'item.learned.text': 'From the other phone' });
        await page.locator('[name="item.learned.text"]').fill('From this screen');
        await page.locator('#item-people-known-0-met').check();
        await page.locator('form#checklist button[value="save"]').click();
        await page.waitForURL(/#problem$/);
        await page.getByRole('alert').waitFor();
        await glance(page, `torn-${locale}`, '#both-learned-saved');
        await picture(page, `torn-whole-${locale}`);
        expect([await overflow(page), await violations(page)]).toEqual([0, []]);
        await page.locator('#both-learned').check();
        await page.locator('form#checklist button[value="save"]').click();
        await page.waitForURL(/saved=end&visit=/);
        expect(await page.locator('[name="item.learned.text"]').inputValue()).toBe('From this screen');
      });
    },
  );

  it('on a computer that others use, leaving ends it: nothing is shown by "back", by the link page, or after the browser was closed', async () => {
    const { client } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'en' } });
    const { url } = mailedLink(world, client);
    await onPhone({ javaScriptEnabled: true }, async (page) => {
      await page.goto(url);
      await page.locator('#shared').check();
      await picture(page, 'link-shared-en');
      await page.getByRole('button', { name: 'Open my page' }).click();
      await page.waitForURL(/\/d\/checklist\?visit=/);
      await page.locator('[name="item.learned.text"]').fill('Typed on a computer of the library');
      await page.getByRole('button', { name: 'Leave this page' }).click();
      await page.waitForURL(/\/d\/left/);
      await picture(page, 'left-en');
      expect(await page.context().cookies()).toEqual([]);
      await page.goBack();
      expect(await page.content()).not.toContain('Typed on a computer');
      expect(await page.locator('#checklist').count()).toBe(0);
      await page.goBack();
      expect(await page.locator('#token').inputValue()).toBe('');
    });
  });

  it('a page whose visit was over asks for the code, and comes back with every word', async () => {
    const { client } = await debriefAfter(world, world.ana, { ...COURSE, client: { writtenLanguage: 'en' } });
    const { url, code } = mailedLink(world, client);
    await onPhone(
      { javaScriptEnabled: true },
      async (page) => {
        await page.goto(url);
        await page.getByRole('button', { name: 'Open my page' }).click();
        await page.waitForURL(/\/d\/checklist\?visit=/);
        await page.locator('[name="item.learned.text"]').fill('A long evening of words');
        await page.context().clearCookies();
        await page.locator('button[value="submit"]').click();
        await page.getByText('What you typed is kept for one day.').waitFor();
        await picture(page, 'again-en');
        expect([await overflow(page), await violations(page)]).toEqual([0, []]);
        await page.locator('#code').fill(code);
        await page.getByRole('button', { name: 'Open my page' }).click();
        await page.waitForURL(/saved=top&visit=/);
        expect(await page.locator('[name="item.learned.text"]').inputValue()).toBe('A long evening of words');
        await page.goBack();
        expect(await page.title()).toBe('Open your page');
      },
      // Once as the answer, and once more where "back" shows it again.
      2,
    );
  });
});
