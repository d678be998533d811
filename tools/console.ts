/**
 * Builds the console (web/) into dist/web. Run as a program, it does so only when something changed since the last time, so
 * that `npm start` in a clone shows what is there.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { inRoot, root } from './root.ts';

const STAMP = inRoot('dist', 'web', '.built');
const compress = promisify(gzip);
/** Smaller files are not smaller compressed. */
const WORTH_COMPRESSING_BYTES = 1_000;

export async function ensureConsole(): Promise<void> {
  const wanted = hashOfSources();
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return;
  process.stderr.write('Building the console…\n');
  await buildConsole();
}

export async function buildConsole(): Promise<void> {
  const stamp = hashOfSources();
  // Not before there is something to build: they take longer to load than the hash of all sources to be made.
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  await build({
    configFile: false,
    root: inRoot('web'),
    plugins: [react()],
    clearScreen: false,
    logLevel: 'warn',
    // Inlined pictures would only make the first page larger; every browser of the last years preloads by itself.
    build: {
      outDir: inRoot('dist', 'web'),
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      manifest: 'manifest.json',
      modulePreload: { polyfill: false },
    },
  });
  await Promise.all(
    globSync('dist/web/**/*.{js,css,svg}', { cwd: root }).map(async (path) => await pack(inRoot(path))),
  );
  await writeFile(STAMP, stamp);
}

/** Beside each file its compressed twin, which is sent to browsers that take it. */
async function pack(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < WORTH_COMPRESSING_BYTES) return;
  await writeFile(`${path}.gz`, await compress(content, { level: constants.Z_BEST_COMPRESSION }));
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', ...globSync('web/**/*.*', { cwd: root }).sort()])
    hash.update(path).update(readFileSync(inRoot(path)));
  return hash.digest('hex');
}

if (import.meta.main) await ensureConsole();
