/** How much a page of the console makes a browser fetch, by what the build wrote down (manifest.json). */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PAGE_TEXTS } from '../web/app/page-texts.ts';
import { inRoot } from './root.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

export interface PageSize {
  readonly files: readonly string[];
  /** Of its scripts, as they are sent. */
  readonly gzipBytes: number;
}

/** What every page begins with. */
const FIRST = ['index.html', 'texts/en/shell.ts'];

/** @param page a file of web/pages/, such as `tasks`. */
export function pageSize(page: keyof typeof PAGE_TEXTS): PageSize {
  const manifest = JSON.parse(readFileSync(inRoot('dist', 'web', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const add = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The console's build knows no ${key}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  const texts = PAGE_TEXTS[page].map((namespace) => `texts/en/${namespace}.ts`);
  for (const key of [...FIRST, ...texts, `pages/${page}.tsx`]) add(key);
  const sizes = [...files].map((file) => gzipSync(readFileSync(inRoot('dist', 'web', file)), { level: 9 }).length);
  return { files: [...files], gzipBytes: sizes.reduce((sum, size) => sum + size, 0) };
}
