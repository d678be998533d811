import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayBeSince, parseAge } from '../../src/scripts/post/age.ts';
import { captionsOf, matchCaption } from '../../src/scripts/post/caption.ts';
import { isSameAccount, normaliseUsername } from '../../src/scripts/post/username.ts';

describe('a shown caption', () => {
  const caption = 'First line of the post\n\nsecond  line #tag 🎉';

  it('is the same whatever the app does to white space', () => {
    assert.equal(matchCaption(caption, caption, 'me'), 'same');
    assert.equal(matchCaption('First line of the post second line #tag 🎉 ', caption, 'me'), 'same');
    assert.equal(matchCaption('cafe\u0301', 'café', ''), 'same');
  });

  it('may stand behind its author', () => {
    assert.equal(matchCaption(`Me.Myself ${caption}`, caption, 'me.myself'), 'same');
    assert.equal(matchCaption(`somebody ${caption}`, caption, 'me.myself'), 'no');
  });

  it('may be cut short, in both languages', () => {
    for (const end of ['… more', '...más', '…', '... See more', '… ver más']) {
      assert.equal(matchCaption(`First line of the post${end}`, caption, ''), 'begins', end);
    }
    assert.equal(matchCaption('First line of the post', caption, ''), 'no', 'a shorter caption is another one');
    assert.equal(matchCaption('First…', caption, ''), 'no', 'too short to tell');
    assert.equal(matchCaption('Another line of the post…', caption, ''), 'no');
  });

  it('is never matched by nothing', () => {
    assert.equal(matchCaption('', '', ''), 'no');
    assert.equal(matchCaption('anything', ' \n', ''), 'no');
  });

  it('is looked for with its title as well', () => {
    assert.deepEqual(captionsOf({ title: 'T', caption: 'D' }), ['D', 'T\nD']);
    assert.deepEqual(captionsOf({ title: null, caption: 'D' }), ['D']);
  });
});

describe('the age of a post', () => {
  const MINUTE = 60_000;

  it('is read in both languages', () => {
    const ages: [string, number, number][] = [
      ['Just now', 0, MINUTE],
      ['· Justo ahora', 0, MINUTE],
      ['1s ago', 1_000, 2_000],
      ['· 5m', 5 * MINUTE, 6 * MINUTE],
      ['5 minutes ago', 5 * MINUTE, 6 * MINUTE],
      ['hace 5 min', 5 * MINUTE, 6 * MINUTE],
      ['Hace 1 hora', 60 * MINUTE, 120 * MINUTE],
      ['a minute ago', MINUTE, 2 * MINUTE],
      ['hace un minuto', MINUTE, 2 * MINUTE],
      ['2 d', 2880 * MINUTE, 4320 * MINUTE],
      ['3w', 30240 * MINUTE, 40320 * MINUTE],
    ];
    for (const [text, fromMs, toMs] of ages) assert.deepEqual(parseAge(text), { fromMs, toMs }, text);
  });

  it('is not read into other texts', () => {
    for (const text of ['', '12', '5 likes', 'Share video. 5 shares', '24h sale', 'December 21', '2.4M posts', 'ago']) {
      assert.equal(parseAge(text), null, text);
    }
  });

  it('tells an older post from this one', () => {
    const now = new Date('2026-01-01T12:00:00Z');
    const before = (ms: number): Date => new Date(now.getTime() - ms);
    const aged = (text: string) => parseAge(text) ?? assert.fail(text);
    assert.ok(mayBeSince(aged('1s ago'), before(5_000), now));
    assert.ok(mayBeSince(aged('Just now'), before(0), now));
    assert.ok(mayBeSince(aged('5m'), before(5 * MINUTE), now));
    assert.ok(!mayBeSince(aged('1h'), before(5 * MINUTE), now));
    assert.ok(!mayBeSince(aged('1d'), before(60 * MINUTE), now));
  });
});

describe('a username', () => {
  it('is compared without @, blanks and case', () => {
    assert.equal(normaliseUsername('  @Some.Body_1 '), 'some.body_1');
    assert.ok(isSameAccount('@Ana', 'ana'));
    assert.ok(!isSameAccount('ana', 'anabel'));
  });
});
