import assert from 'node:assert/strict';
import { test } from 'node:test';

import { queueName } from '../../src/queue/queue-name.ts';

test('a serial keeps its letters, digits, dots and hyphens; all else is written as bytes', () => {
  assert.equal(queueName('R58M.12-ab'), 'device.R58M.12-ab');
  assert.equal(queueName('192.168.1.5:5555'), 'device.192.168.1.5_3a5555');
  assert.equal(queueName('my phone'), 'device.my_20phone');
  assert.equal(queueName('móvil'), 'device.m_c3_b3vil');
});

test('no two serials share a queue', () => {
  assert.notEqual(queueName('a:b'), queueName('a_3ab'));
  assert.notEqual(queueName('a b'), queueName('a_b'));
});
