/**
 * Makes docs/images/demo.png: runs the demo, and shows what it printed beside the proof screenshots it kept. Needs
 * Chromium (CHROME_PATH, or `chromium` on the PATH) to draw the page.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';
import { runCommand } from './run-command.ts';

const WIDTH_PX = 1380;
const HEIGHT_PX = 1020;
const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  `--window-size=${WIDTH_PX},${HEIGHT_PX}`,
];

const folder = await mkdtemp(join(tmpdir(), 'postwright-picture-'));
try {
  const output = await runDemo();
  const shown = output.slice(output.indexOf('✓ Receipt')).replaceAll(join(folder, 'data'), '.postwright');
  const screenshots = [...output.matchAll(/screenshot {2}(\S+)/g)].map((match) => match[1] ?? '');
  const pictures = await Promise.all(screenshots.map(async (path) => (await readFile(path)).toString('base64')));
  await writeFile(join(folder, 'page.html'), page(shown, pictures));
  await mkdir(join(root, 'docs/images'), { recursive: true });
  const target = join(root, 'docs/images/demo.png');
  const chromium = process.env.CHROME_PATH ?? 'chromium';
  const args = [...CHROMIUM_FLAGS, `--user-data-dir=${join(folder, 'profile')}`, `--screenshot=${target}`];
  await runCommand(chromium, [...args, join(folder, 'page.html')], { cwd: folder, output: 'collect' });
  console.log(`Wrote ${target}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function runDemo(): Promise<string> {
  const args = ['src/main.ts', 'demo', '--once', '--port', '0', '--data-dir', join(folder, 'data')];
  const { exitCode, output } = await runCommand(process.execPath, args, { cwd: root, output: 'collect' });
  if (exitCode !== 0) throw new Error(`The demo ended with ${exitCode}:\n${output}`);
  return output;
}

function page(text: string, pictures: readonly string[]): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const phones = pictures.map((picture) => `<img src="data:image/png;base64,${picture}">`).join('');
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: 28px; background: #14161b; display: flex; gap: 28px; align-items: flex-start }
    pre { margin: 0; color: #d7dae0; font: 14px/1.4 "DejaVu Sans Mono", monospace; flex: 1 }
    div { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 18px }
    img { height: 350px; border-radius: 18px; border: 2px solid #3a3f4b }
  </style><pre>${escaped}</pre><div>${phones}</div>`;
}
