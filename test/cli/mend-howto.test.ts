/** What docs/flows.md tells somebody to do whose flow an app update broke, done as it is written there. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { onRack } from '../devices/rack.ts';
import { USED_PHONE } from '../support/rack.ts';
import { type Captured, runCaptured } from './captured.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'flows.md');
const section =
  readFileSync(PAGE, 'utf8').split('\n## An app update broke a flow: mend it\n')[1]?.split('\n## ')[0] ?? '';

/** The blocks of the section in order, without their indentation. */
const blocks = [...section.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)].map(([, kind = '', text = '']) => ({
  kind,
  text: text.replaceAll(/^ {3}/gm, ''),
}));

it('record, replay, say it anew, check, replay, run', async (t) => {
  const world = mkdtempSync(join(tmpdir(), 'postwright-mend-'));
  t.after(() => rmSync(world, { recursive: true, force: true }));
  const update = { apps: { 'com.zhiliaoapp.musically': '47.1.0' }, wordings: { Home: 'Feed' } };
  const { rack } = await onRack(t, { phoneOverrides: [{ ...USED_PHONE, serial: 'R58M123', ...update }] });
  const places: Readonly<Record<string, string>> = { broken: join(world, 'broken') };
  const typed = async (line: string): Promise<Captured> => {
    const argv = line
      .replace(/^npm start -- /, '')
      .split(' ')
      .map((word) => places[word] ?? word);
    const adb = /--serial/.test(line) ? ['--adb', `127.0.0.1:${rack.adbPort}`] : [];
    return await runCaptured(...argv, ...adb, '--data-dir', world);
  };
  const ended: string[] = [];
  for (const { kind, text } of blocks) {
    if (kind === 'yaml') {
      const [, file = ''] = /^# (\S+)\n/.exec(text) ?? [];
      mkdirSync(join(world, 'flows', 'tiktok'), { recursive: true });
      writeFileSync(join(world, 'flows', 'tiktok', file), text);
      continue;
    }
    for (const line of text.trim().split('\n')) {
      const { exitCode, out } = await typed(line);
      ended.push(`${line.split(' ')[4]} ${exitCode}`);
      if (line.includes('flow replay') && exitCode === 1) assert.match(out, /No label "Home".*The screen shows: /);
    }
  }
  assert.deepEqual(ended, ['run 0', 'record 1', 'replay 1', 'check 0', 'replay 0', 'run 0']);
});
