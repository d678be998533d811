import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestIn } from '../../src/screen/nearest.ts';
import { parseTree } from '../../src/screen/tree.ts';

const TREE = parseTree(`<hierarchy width="100" height="200">
  <android.widget.FrameLayout package="app" bounds="[0,0][100,200]">
    <android.widget.Button package="app" text="Continue" resource-id="app:id/next" clickable="true" bounds="[0,0][50,20]"/>
    <android.widget.TextView package="app" text="Next" resource-id="app:id/hint" bounds="[0,40][50,60]"/>
  </android.widget.FrameLayout>
</hierarchy>`);
const button = { left: 0, top: 0, right: 50, bottom: 20 };
const hint = { left: 0, top: 40, right: 50, bottom: 60 };

test('what fits but for one condition is named with that condition', () => {
  const nearest = nearestIn(TREE, [{ label: ['Next', 'Siguiente'], id: 'next' }]);
  assert.deepEqual(nearest, [
    { bounds: button, misses: 'label "Next" or "Siguiente"' },
    { bounds: hint, misses: 'id "next"' },
  ]);
});

test('what fits is all that is named; a single condition has no neighbours', () => {
  assert.deepEqual(nearestIn(TREE, [{ label: ['Next'] }, { label: ['Next'], id: 'next' }]), [
    { bounds: hint, misses: null },
  ]);
  assert.deepEqual(nearestIn(TREE, [{ label: ['Post'], clickable: true, packageName: 'app' }]), []);
});
