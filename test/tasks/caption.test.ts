import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Platform } from '../../src/contract/common.ts';
import { PostwrightError } from '../../src/errors.ts';
import { drawCaption } from '../../src/tasks/caption.ts';

const draw = (captions: string, platform: Platform, random = () => 0) => drawCaption(captions, platform, random);

function refusal(captions: string, platform: Platform): string {
  try {
    draw(captions, platform);
  } catch (error) {
    assert.ok(error instanceof PostwrightError && error.errorName === 'INVALID_PARAMETER');
    return error.message;
  }
  return 'taken';
}

describe('the caption of a task', () => {
  it('has a title on TikTok, before the first ##', () => {
    assert.deepEqual(draw('Title ## Description', 'tiktok'), { title: 'Title', caption: 'Description' });
    assert.deepEqual(draw('A##B##C', 'tiktok'), { title: 'A', caption: 'B##C' });
    assert.deepEqual(draw('##only this', 'tiktok'), { title: null, caption: 'only this' });
    assert.deepEqual(draw('only that##', 'tiktok'), { title: 'only that', caption: '' });
  });

  it('splits what was drawn, so that a choice may hold the mark', () => {
    assert.deepEqual(draw('{T##|}D', 'tiktok'), { title: 'T', caption: 'D' });
    assert.deepEqual(
      draw('{T##|}D', 'tiktok', () => 0.9),
      { title: null, caption: 'D' },
    );
  });

  it('has no title on Instagram', () => {
    assert.deepEqual(draw('Title##Description', 'instagram'), { title: null, caption: 'Title##Description' });
  });

  it('may be as long as the app takes, in UTF-16 units', () => {
    assert.equal(draw('x'.repeat(4000), 'tiktok').caption.length, 4000);
    assert.equal(draw('x'.repeat(2200), 'instagram').caption.length, 2200);
    assert.equal(draw(`${'t'.repeat(90)}##d`, 'tiktok').title?.length, 90);
    assert.match(refusal('x'.repeat(4001), 'tiktok'), /script_config\.captions: .*4001.*tiktok takes 4000/);
    assert.match(refusal('x'.repeat(2201), 'instagram'), /2201.*instagram takes 2200/);
    assert.match(refusal(`${'t'.repeat(91)}##d`, 'tiktok'), /title.*91.*takes 90/);
    // A title may become the first line of the caption.
    assert.equal(draw(`${'t'.repeat(9)}##${'d'.repeat(3_990)}`, 'tiktok').caption.length, 3_990);
    assert.match(refusal(`${'t'.repeat(9)}##${'d'.repeat(3_991)}`, 'tiktok'), /caption.*4001.*takes 4000/);
    assert.match(refusal('🎬'.repeat(1101), 'instagram'), /2202/);
    assert.equal(refusal('🎬'.repeat(1100), 'instagram'), 'taken');
  });

  it('is measured after it was drawn', () => {
    assert.equal(refusal(`{short|${'x'.repeat(4001)}}`, 'tiktok'), 'taken');
  });
});
