import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { type CustomEntry, CustomScripts } from '../../../src/scripts/custom/custom-scripts.ts';
import { KeptLog } from '../../queue/world.ts';

/** Files of a script that is right, by name. */
export const RIGHT = {
  'script.yaml': `name: demo
title: A demo
description: Reads a word.
appId: com.example.app
parameters:
  required: [limit]
  properties:
    limit: { type: integer, minimum: 1, maximum: 5 }
    greeting: { type: string, maxLength: 20, default: hola }
flow: main.yaml
result: [word]
`,
  'main.yaml': `appId: com.example.app
env: { limit: , greeting: }
---
- copyTextFrom: { text: x, as: word }
- runFlow: { file: other.yaml }
`,
  'other.yaml': 'appId: com.example.app\n---\n- tapOn: { text: y, label: send it }\n',
  'texts.yaml': 'next: { en: [Next], es: [Siguiente] }\n',
} as const;

export interface Folders {
  readonly root: string;
  readonly scripts: CustomScripts;
  readonly log: KeptLog;
  /** Writes a file; null takes it away. */
  write(path: string, content: string | Uint8Array | null): void;
  /** Writes the right script, with other contents in place of some of its files. */
  put(changes?: Readonly<Record<string, string>>): void;
  /** Why the script `demo` cannot be used. */
  problem(): string;
}

const NO_DIALOGS = Object.freeze([]);

/** An own folder of custom scripts. */
export function scriptFolders(t: TestContext): Folders {
  const root = mkdtempSync(join(tmpdir(), 'postwright-custom-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const log = new KeptLog();
  const scripts = new CustomScripts({ folder: root, androidDialogs: () => NO_DIALOGS, log });
  const write = (path: string, content: string | Uint8Array | null): void => {
    const full = join(root, path);
    if (content === null) rmSync(full, { recursive: true });
    else {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
    }
  };
  const put = (changes: Readonly<Record<string, string>> = {}): void => {
    for (const [file, content] of Object.entries({ ...RIGHT, ...changes })) write(`demo/${file}`, content);
  };
  return { root, scripts, log, write, put, problem: () => problemOf(scripts.find('demo')) };
}

export function problemOf(entry: CustomEntry | undefined): string {
  assert.ok(entry !== undefined, 'there is no such folder');
  assert.equal(entry.script, null, 'the folder was taken');
  return entry.error ?? '';
}
