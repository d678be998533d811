import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';

import { nodeTooOld } from '../../src/cli/node-version.ts';

it('refuses a Node that is older than package.json asks for, with a remedy', () => {
  const path = join(import.meta.dirname, '..', '..', 'package.json');
  const { engines } = JSON.parse(readFileSync(path, 'utf8')) as { engines: { node: string } };
  assert.equal(engines.node, '>=22.12');
  for (const version of ['20.20.2', '22.11.0', '18.0.0']) {
    assert.match(nodeTooOld(version)?.join('\n') ?? '', new RegExp(`NODE_TOO_OLD[^]*${version}[^]*22\\.12`));
  }
  for (const version of ['22.12.0', '24.0.0', '26.10.0', process.versions.node])
    assert.equal(nodeTooOld(version), null);
});
