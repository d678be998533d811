import { PLATFORMS, type Platform } from '../contract/common.ts';
import type { CaptionPreview, DrawnCaption, PreviewCaption } from '../contract/task-preview.ts';
import { captionNotesOf, countHashtags, drawBest, unitsOf } from './caption.ts';
import type { Random } from './random.ts';
import { parseSpintax, type Spintax } from './spintax.ts';

/** What each app would be given of a caption, drawn as creation draws it. */
export function previewCaption({ captions, draws = 1 }: PreviewCaption, random: Random): CaptionPreview {
  const spintax = parseSpintax(captions);
  return {
    readings: spintax.readings,
    apps: PLATFORMS.map((platform) => ({
      platform,
      drawn: Array.from({ length: draws }, () => draw(spintax, platform, random)),
    })),
  };
}

function draw(spintax: Spintax, platform: Platform, random: Random): DrawnCaption {
  const { caption, misfit } = drawBest(spintax, platform, random);
  return {
    ...caption,
    units: unitsOf(caption),
    title_units: caption.title?.length ?? 0,
    hashtags: countHashtags(caption),
    problem: misfit,
    notes: misfit === null ? captionNotesOf(caption, platform) : [],
  };
}
