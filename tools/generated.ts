/** The pages that are made from tables in the code, and whether those in docs/ are still what the tables say. */
import { readFileSync } from 'node:fs';
import { configPage } from '../src/config/page.ts';
import { errorsPage } from '../src/contract/errors-page.ts';
import { openApiDocument } from '../src/contract/openapi.ts';
import { consoleErrors } from './console-errors.ts';
import { consoleRoutes } from './console-routes.ts';
import { crashPointsPage } from './crash-points-page.ts';
import { inRoot } from './root.ts';

export interface GeneratedPage {
  readonly path: string;
  readonly text: string;
}

export function generatedPages(): readonly GeneratedPage[] {
  return [
    { path: 'docs/config.md', text: configPage() },
    { path: 'docs/crash-points.md', text: crashPointsPage() },
    { path: 'docs/errors.md', text: errorsPage() },
    { path: 'web/lib/routes.ts', text: consoleRoutes() },
    { path: 'web/texts/en/server.ts', text: consoleErrors() },
    { path: 'docs/openapi.json', text: `${JSON.stringify(openApiDocument(), null, 2)}\n` },
  ];
}

export function isFresh({ path, text }: GeneratedPage): boolean {
  try {
    return readFileSync(inRoot(path), 'utf8') === text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
