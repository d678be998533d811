import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(options: RunOptions): Promise<AxeResults>;
}

/** @returns what axe finds on the page as it is now, a line for each element. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // By way of the debugger, so that the page's own policy stays in force.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    // What passes is checked as well, but nothing is written down of it.
    async () => await (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}
