import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(options: RunOptions): Promise<AxeResults>;
}

/** The rules for which it matters what the colours are; to all others, a page in another theme is the same page. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** @returns what axe finds on the page as it is now, a line for each element; what it finds of the colours where asked. */
export async function axeViolations(page: Page, { colours = false } = {}): Promise<readonly string[]> {
  // By way of the debugger, so that the page's own policy stays in force.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  // What passes is checked as well, but nothing is written down of it.
  const options: RunOptions = { resultTypes: ['violations'], ...(colours ? { runOnly: OF_COLOURS } : {}) };
  const { violations } = await page.evaluate(
    async (given) => await (globalThis as unknown as { axe: Axe }).axe.run(given),
    options,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}
