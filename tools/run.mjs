// The first thing any `npm` command of a clone runs, on whatever Node (20 or newer) is on the PATH: it makes sure that
// node_modules is what package-lock.json says, then hands over to the Node 24 that the `node` npm package pinned there.
// Plain JavaScript without dependencies, since neither TypeScript nor a dependency can be counted on yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stampPath = join(root, 'node_modules', '.postwright-installed');
const windows = process.platform === 'win32';

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : '';

if (installed !== wanted) {
  process.stderr.write('Installing what Postwright needs (once, about half a minute)…\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  });
  if (npm.status !== 0) {
    process.stderr.write(
      'npm could not install the dependencies (see above). Check the network and run the command again.\n',
    );
    process.exit(1);
  }
  writeFileSync(stampPath, wanted);
}

const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const [first, ...others] = process.argv.slice(2);
// What serves the console wants it built; the published package has it already.
const wantsConsole = first === '--console';
if (wantsConsole) {
  const built = spawnSync(node, [join(root, 'tools', 'console.ts')], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}
const child = spawn(node, wantsConsole ? others : [first, ...others], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl-C to the whole group, so the child has it already; a SIGTERM sent to us alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)));
