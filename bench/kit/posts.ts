import { join } from 'node:path';
import { EXAMPLES } from '../../src/cli/demo-plan.ts';

const CLIP = join(EXAMPLES, 'clip.mp4');
const PHOTOS = [1, 2, 3].map((number) => join(EXAMPLES, `photo-${number}.jpg`));
const UPLOAD_WAIT_SECONDS = 60;

/** The kinds of post, by what `script_config` says of them. */
export const KINDS: Readonly<Record<string, object>> = Object.freeze({
  'TikTok video': { content_type: 0, target_app: 'tiktok', material_list: [CLIP] },
  'TikTok images': { content_type: 1, target_app: 'tiktok', material_list: PHOTOS },
  'Instagram reel': { content_type: 0, target_app: 'instagram', material_list: [CLIP] },
  'Instagram images': { content_type: 1, target_app: 'instagram', material_list: PHOTOS },
});

/** The body that creates one task on each of the phones. Every post needs a caption that no other post has. */
export function postBody(serials: readonly string[], kind: object, captions: string): object {
  return {
    serials,
    script_name: 'post',
    script_config: { upload_wait_time: UPLOAD_WAIT_SECONDS, captions, ...kind },
    allow_duplicate: true,
  };
}

/** The rack's serials, from RACK0001 on. */
export function serialsOf(phones: number): readonly string[] {
  return Array.from({ length: phones }, (_, index) => `RACK${String(index + 1).padStart(4, '0')}`);
}
