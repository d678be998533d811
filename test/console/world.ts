/** Journeys through the console: a real browser, the real server, and the rack. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { startWorld, type World, type WorldOptions } from '../e2e/world.ts';
import { axeViolations } from './axe.ts';
import { startBrowser } from './browser.ts';

/** Where each journey's pictures are kept, to be looked at. */
const PICTURES = join(import.meta.dirname, '..', '..', 'dist', 'journeys');
/** Longer than any page takes on a busy machine with two cores. */
const PAGE_TIMEOUT_MS = 30_000;
export const WIDE = { width: 1280, height: 800 };
export const HANDHELD = { width: 390, height: 844 };

export type Theme = 'light' | 'dark';

export interface ConsoleOptions extends WorldOptions {
  /** Instead of English in UTC, light. */
  readonly browser?: BrowserContextOptions;
}

export interface Journey extends World {
  readonly page: Page;
  readonly url: string;
  /** Goes to a path of the console and waits for its heading. */
  open(path: string): Promise<void>;
  /** Says that a failed request or an error of this kind belongs to the journey. */
  expectTrouble(pattern: RegExp): void;
  /** Keeps a picture under this name. */
  picture(name: string): Promise<void>;
  /** Fails when axe finds something on the page: all of it in the first of the themes, in the other one what is wrong with the colours. */
  assertAccessible(themes?: readonly Theme[]): Promise<void>;
  /** Another window of the same browser and session. */
  newPage(): Promise<Page>;
}

/** What must not happen in any journey; what does is told at its end. */
class Watch {
  readonly #troubles: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  over(page: Page): void {
    const tell = (what: string): void => void this.#troubles.push(what);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        tell(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => tell(`error: ${error.stack ?? error.message}`));
    page.on('requestfailed', (request) => {
      // Whoever leaves a page leaves what it was still asking for.
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') tell(`request failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) tell(`${response.request().method()} ${response.url()} ${response.status()}`);
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.#origin && protocol !== 'data:' && protocol !== 'blob:')
        tell(`left the machine: ${request.url()}`);
    });
  }

  get unexpected(): readonly string[] {
    return this.#troubles.filter((trouble) => !this.#expected.some((pattern) => pattern.test(trouble)));
  }
}

/** Of all journeys of a file: its start costs more than most of them. */
let browser: Promise<Browser> | undefined;
after(async () => await (await browser)?.close());

/** A rack and a server of this test's own, and a window that knows nothing of those of other tests. */
export async function openConsole(t: TestContext, options: ConsoleOptions = {}): Promise<Journey> {
  let context: BrowserContext | undefined;
  // Before the server, whose end a page that follows its events would notice.
  t.after(async () => await context?.close());
  const world = await startWorld(t, options);
  const { url } = world.api;
  browser ??= startBrowser();
  context = await (await browser).newContext({
    viewport: WIDE,
    locale: 'en-GB',
    timezoneId: 'UTC',
    baseURL: url,
    reducedMotion: 'reduce',
    ...options.browser,
  });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const watch = new Watch(url);
  context.on('page', (page) => watch.over(page));
  const page = await context.newPage();
  t.after(() => assert.deepEqual(watch.unexpected, []));
  return {
    ...world,
    page,
    url,
    open: async (path) => {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    expectTrouble: (pattern) => watch.expect(pattern),
    picture: async (name) => {
      mkdirSync(PICTURES, { recursive: true });
      await page.evaluate(pictureSettled);
      await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
    assertAccessible: async (themes = ['light', 'dark']) => {
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
        await page.evaluate(settleColours);
        const found = await axeViolations(page, { colours: colorScheme !== themes[0] });
        assert.deepEqual(found, [], `${page.url()} ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    },
    newPage: async () => await context.newPage(),
  };
}

/** Runs in the page: waits until the images in sight are there, or known to be missing; what is clipped may never be asked for. */
async function pictureSettled(): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, 5_000));
  const isInSight = (image: HTMLImageElement): boolean => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const decoded = [...document.images].filter(isInSight).map(async (image) => await image.decode());
  await Promise.race([Promise.allSettled(decoded), late]);
}

/** Runs in the page: waits until nothing that has an end is on its way from one colour to another. */
async function settleColours(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(ending.map(async ({ finished }) => await finished));
}
