/** npm run generate: writes the generated pages that are stale; with --check it only says which are, and exits 1. */
import { writeFileSync } from 'node:fs';
import { generatedPages, isFresh } from './generated.ts';
import { inRoot } from './root.ts';

const checkOnly = process.argv.includes('--check');
const stale = generatedPages().filter((page) => !isFresh(page));

for (const { path, text } of stale) {
  if (!checkOnly) writeFileSync(inRoot(path), text);
  console.log(`${path} ${checkOnly ? 'is stale' : 'written'}`);
}
process.exitCode = checkOnly && stale.length > 0 ? 1 : 0;
