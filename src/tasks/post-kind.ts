import type { Platform } from '../contract/common.ts';
import type { FullPostConfig } from '../contract/post-config.ts';
import type { PostKind } from '../scripts/script.ts';

/** `content_type` of a post that is one video. */
export const VIDEO = 0;

/** What becomes of a config in an app. Only Instagram knows placements. */
export function kindOf(
  { content_type, placement }: Pick<FullPostConfig, 'content_type' | 'placement'>,
  platform: Platform,
): PostKind {
  if (platform === 'instagram' && placement === 'story') return 'story';
  if (content_type !== VIDEO) return 'images';
  return platform === 'instagram' ? 'reel' : 'video';
}
