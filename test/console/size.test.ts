import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageSize } from '../../tools/console-size.ts';

const MOST_BYTES = 250_000;

test('the first page fetches at most 250 KB of scripts', () => {
  const { gzipBytes, files } = pageSize('tasks');
  assert.ok(gzipBytes <= MOST_BYTES, `${gzipBytes} bytes in ${files.join(', ')}`);
});
