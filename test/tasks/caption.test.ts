import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Platform } from '../../src/contract/common.ts';
import { PostwrightError } from '../../src/errors.ts';
import { captionNotesOf, drawCaption } from '../../src/tasks/caption.ts';

const draw = (captions: string, platform: Platform, random = () => 0) =>
  drawCaption({ text: captions, path: 'script_config.captions' }, platform, random);

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

  it('avoids what does not fit where there is another choice', () => {
    const long = 'x'.repeat(2201);
    for (const random of [() => 0, () => 0.5, () => 0.999]) {
      assert.equal(draw(`{short|${long}}`, 'instagram', random).caption, 'short');
      assert.equal(draw(`{${'x'.repeat(4001)}|short}`, 'tiktok', random).caption, 'short');
    }
    // Either half may be long, but not both.
    const half = `{${'a'.repeat(1200)}|a}`;
    const drawn = draw(`${half}${half}`, 'instagram', () => 0).caption;
    assert.equal(drawn, `${'a'.repeat(1200)}a`);
    assert.equal(draw(`{${'t'.repeat(91)}|ok}##d`, 'tiktok', () => 0).title, 'ok');
    assert.equal(draw(`{${tags(31)}|${'#b'.repeat(15)}}`, 'instagram', () => 0).caption, '#b'.repeat(15));
  });

  it('is refused when no reading fits, with the count of the best one', () => {
    const long = (units: number) => 'x'.repeat(units);
    assert.match(refusal(`{${long(2300)}|${long(2202)}}`, 'instagram'), /has 2202 characters.*however the spintax/);
    assert.match(refusal(`{${tags(33)}|${tags(32)}}`, 'instagram'), /has 32 hashtags; instagram takes 30/);
    assert.match(refusal(`{${long(91)}|${long(92)}}##d`, 'tiktok'), /title.*has 91.*takes 90/);
  });

  it('has at most 30 hashtags on Instagram, as the app counts them', () => {
    assert.equal(refusal(tags(30), 'instagram'), 'taken');
    assert.match(
      refusal(tags(31), 'instagram'),
      /^script_config\.captions: The caption has 31 hashtags; instagram takes 30$/,
    );
    assert.match(refusal('#a#b'.repeat(16), 'instagram'), /32 hashtags/);
    assert.match(refusal('#ñandú #日本 #🎬 '.repeat(11), 'instagram'), /33 hashtags/);
    // No hashtags: a number sign alone, one in a word or an address.
    assert.equal(refusal('# a#b https://x.org/#c &#38; '.repeat(31), 'instagram'), 'taken');
    assert.equal(refusal(tags(31), 'tiktok'), 'taken');
  });

  it('says a word about more hashtags than many accounts may use', () => {
    for (const platform of ['tiktok', 'instagram'] as const) {
      assert.deepEqual(captionNotesOf(draw(tags(5), platform), platform), []);
      assert.match(captionNotesOf(draw(tags(6), platform), platform).join(), /6 hashtags.*no more than 5/);
    }
  });
});

function tags(count: number): string {
  return Array.from({ length: count }, (_, index) => `#t${index}`).join(' ');
}
