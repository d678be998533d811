import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SCRIPT_NAMES } from '../../src/contract/create-task.ts';
import { createScripts } from '../../src/scripts/registry.ts';

test('the scripts of the contract are those that can be run', () => {
  assert.deepEqual([...createScripts().byName.keys()], [...SCRIPT_NAMES]);
});
