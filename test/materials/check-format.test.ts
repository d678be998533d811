import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type CheckedMaterial, checkFormat } from '../../src/materials/check-format.ts';
import { type MediaFacts, NO_FACTS } from '../../src/materials/facts.ts';
import {
  FORMAT_RULES,
  type FormatKind,
  type FormatPlatform,
  type FormatRule,
  RULE_SOURCES,
} from '../../src/materials/format-rules.ts';

const video = (facts: Partial<MediaFacts>, sizeBytes = 1_000_000): CheckedMaterial => ({
  kind: 'video',
  sizeBytes,
  facts: { ...NO_FACTS, ...facts },
});
const image = (facts: Partial<MediaFacts>, sizeBytes = 1_000_000): CheckedMaterial => ({
  ...video(facts, sizeBytes),
  kind: 'image',
});

const GOOD_VIDEO: Partial<MediaFacts> = {
  container: 'mp4',
  videoCodec: 'h264',
  audioCodec: 'aac',
  widthPx: 1080,
  heightPx: 1920,
  durationMs: 30_000,
  frameRate: 30,
};
const GOOD_IMAGE: Partial<MediaFacts> = { container: 'jpeg', widthPx: 1080, heightPx: 1350 };
const FINE = { errors: [], warnings: [] };

test('what the apps ask for passes without a word', () => {
  assert.deepEqual(checkFormat('tiktok', 'video', video(GOOD_VIDEO)), FINE);
  assert.deepEqual(checkFormat('tiktok', 'images', image(GOOD_IMAGE)), FINE);
  assert.deepEqual(checkFormat('instagram', 'reel', video(GOOD_VIDEO)), FINE);
  assert.deepEqual(checkFormat('instagram', 'story', video(GOOD_VIDEO)), FINE);
  assert.deepEqual(checkFormat('instagram', 'story', image(GOOD_IMAGE)), FINE);
  assert.deepEqual(checkFormat('instagram', 'images', image(GOOD_IMAGE)), FINE);
});

test('a file that says nothing of itself is never refused', () => {
  for (const platform of ['tiktok', 'instagram'] as const) {
    for (const kind of Object.keys(FORMAT_RULES[platform]) as FormatKind[]) {
      assert.deepEqual(checkFormat(platform, kind, video({})), FINE);
      assert.deepEqual(checkFormat(platform, kind, image({})), FINE);
    }
  }
});

const VERDICTS: readonly [FormatPlatform, FormatKind, CheckedMaterial, 'errors' | 'warnings', string][] = [
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, durationMs: 61 * 60_000 }),
    'errors',
    'lasts 61 min, more than 60 min, which TikTok does not take',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, durationMs: 11 * 60_000 }),
    'warnings',
    'lasts 11 min, more than 10 min: TikTok offers to cut it',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, videoCodec: 'prores' }),
    'errors',
    'has video coded as prores and not h264, hevc, vp8, vp9, av1, mpeg4, h263, which TikTok does not take',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, videoCodec: 'av1' }),
    'warnings',
    'has video coded as av1 and not h264, hevc, vp8, vp9: TikTok re-encodes it',
  ],
  [
    'tiktok',
    'video',
    video(GOOD_VIDEO, 5 * 1024 ** 3),
    'errors',
    'has 5368.71 MB, more than 4294.97 MB, which TikTok does not take',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, frameRate: 120 }),
    'warnings',
    'has 120 frames a second, more than 60 frames a second: TikTok re-encodes it',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, frameRate: 12.5 }),
    'warnings',
    'has 12.5 frames a second, less than 23 frames a second: TikTok re-encodes it',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, widthPx: 240, heightPx: 426 }),
    'warnings',
    'has a shorter side of 240 px, less than 360 px: TikTok scales it',
  ],
  [
    'tiktok',
    'video',
    video({ ...GOOD_VIDEO, widthPx: 7680, heightPx: 4320 }),
    'warnings',
    'has a longer side of 7680 px, more than 4096 px: TikTok scales it',
  ],
  [
    'tiktok',
    'images',
    image({ ...GOOD_IMAGE, container: 'png' }),
    'warnings',
    'is a file of the kind png and not jpeg, webp: TikTok re-encodes it',
  ],
  [
    'tiktok',
    'images',
    image({ ...GOOD_IMAGE, container: 'heic' }),
    'errors',
    'is a file of the kind heic and not jpeg, png, webp, which TikTok does not take',
  ],
  [
    'instagram',
    'reel',
    video({ ...GOOD_VIDEO, durationMs: 2500 }),
    'errors',
    'lasts 2.5 s, less than 3 s, which Instagram does not take',
  ],
  [
    'instagram',
    'reel',
    video({ ...GOOD_VIDEO, durationMs: 16 * 60_000 }),
    'errors',
    'lasts 16 min, more than 15 min, which Instagram does not take',
  ],
  [
    'instagram',
    'reel',
    video({ ...GOOD_VIDEO, audioCodec: 'opus' }),
    'warnings',
    'has audio coded as opus and not aac: Instagram re-encodes it',
  ],
  [
    'instagram',
    'story',
    video({ ...GOOD_VIDEO, durationMs: 90_000 }),
    'warnings',
    'lasts 90 s, more than 60 s: Instagram cuts it into parts',
  ],
  [
    'instagram',
    'story',
    image({ ...GOOD_IMAGE, widthPx: 4000, heightPx: 7000 }),
    'warnings',
    'has a width of 4000 px, more than 1440 px: Instagram scales it',
  ],
  [
    'instagram',
    'images',
    image({ ...GOOD_IMAGE, heightPx: 2160 }),
    'warnings',
    'has a width of 0.5 times the height, less than 0.75 times the height: Instagram crops it',
  ],
  [
    'instagram',
    'images',
    image(GOOD_IMAGE, 9_000_000),
    'warnings',
    'has 9 MB, more than 8 MB: Instagram re-encodes it',
  ],
];

for (const [platform, kind, material, which, sentence] of VERDICTS) {
  test(`${platform} ${kind}: ${sentence}`, () => {
    const other = which === 'errors' ? 'warnings' : 'errors';
    assert.deepEqual(checkFormat(platform, kind, material), { [which]: [sentence], [other]: [] });
  });
}

test('each rule can be broken, has a limit and a source with its date', () => {
  const rules = Object.values(FORMAT_RULES).flatMap((kinds) =>
    Object.values(kinds).flatMap((ofKind): readonly FormatRule[] => Object.values(ofKind).flat()),
  );
  assert.ok(rules.length > 30);
  for (const rule of rules) {
    const source = RULE_SOURCES[rule.source];
    assert.match(source.url, /^https:\/\//);
    assert.match(source.how, /^(?:read|quoted|unchecked)$/);
    if ('oneOf' in rule) assert.ok(rule.oneOf.length > 0);
    else assert.ok(rule.min !== undefined || rule.max !== undefined);
  }
});
