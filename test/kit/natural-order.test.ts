import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { naturalOrder } from '../../src/kit/natural-order.ts';

describe('natural order', () => {
  const sorted: readonly (readonly string[])[] = [
    ['1.mp4', '2.mp4', '10.mp4', '100.mp4'],
    ['a1', 'A2', 'a10', 'b1'],
    ['clip 2 take 9', 'clip 2 take 10', 'clip 10 take 1'],
    ['1.mp4', '01.mp4', '001.mp4'].toSorted(naturalOrder),
    ['9007199254740992.jpg', '9007199254740993.jpg', '90071992547409920.jpg'],
    ['2026-03-01.mp4', '2026-03-02.mp4', '2026-11-01.mp4'],
    ['', '1', 'a'],
  ];
  for (const names of sorted) {
    it(`keeps ${names.join(' < ')}`, () => {
      assert.deepEqual(names.toReversed().sort(naturalOrder), names);
      assert.deepEqual([...names].sort(naturalOrder), names);
    });
  }

  it('is one order for all names, however they are written', () => {
    const names = ['é1', 'e\u03011', 'E\u03012', '1', '01', 'a', 'A', 'a01', 'a1', 'ß', 'Z', '日本2', '日本10'];
    for (const a of names) {
      assert.equal(naturalOrder(a, a), 0);
      for (const b of names) {
        assert.equal(naturalOrder(a, b) < 0, naturalOrder(b, a) > 0, `${a} ${b}`);
        if (a !== b) assert.notEqual(naturalOrder(a, b), 0, `${a} ${b}`);
      }
    }
  });
});
