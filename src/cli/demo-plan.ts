import { join } from 'node:path';

/** Where the demo's media are: beside src/ in a clone, beside dist/ in the package. */
export const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'media');

export interface DemoPost {
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the rack's ledger must hold in the end. */
  readonly expected: {
    readonly app: 'tiktok' | 'instagram';
    readonly kind: 'video' | 'images' | 'reel';
    readonly caption: string;
    readonly files: readonly string[];
  };
}

const CLIP = join(EXAMPLES, 'clip.mp4');
const PHOTOS = [1, 2, 3].map((number) => join(EXAMPLES, `photo-${number}.jpg`));
const UPLOAD_WAIT_SECONDS = 60;

function post(script_config: object): object {
  return { script_name: 'post', script_config: { upload_wait_time: UPLOAD_WAIT_SECONDS, ...script_config } };
}

/** The four posts of the demo: two videos and a carousel on TikTok, and a reel on Instagram. */
export function demoPosts(): readonly DemoPost[] {
  const hello = 'Mira mi nuevo video #viral';
  const second = 'Same clip, another phone 🎬 — “quotes” & $(nothing runs)';
  const carousel = 'Three pictures, one post\nline two ✨ #carousel';
  const reel = 'Un reel para empezar la semana ☀️ #reels';
  return [
    {
      title: 'TikTok video',
      body: { serials: ['RACK0001'], ...post({ content_type: 0, captions: hello, material_list: [CLIP] }) },
      expected: { app: 'tiktok', kind: 'video', caption: hello, files: [CLIP] },
    },
    {
      title: 'TikTok video',
      body: { serials: ['RACK0002'], ...post({ content_type: 0, captions: second, material_list: [CLIP] }) },
      expected: { app: 'tiktok', kind: 'video', caption: second, files: [CLIP] },
    },
    {
      title: 'TikTok images',
      body: { serials: ['RACK0003'], ...post({ content_type: 1, captions: carousel, material_list: PHOTOS }) },
      expected: { app: 'tiktok', kind: 'images', caption: carousel, files: PHOTOS },
    },
    {
      title: 'Instagram reel',
      body: {
        serials: ['RACK0004'],
        ...post({ content_type: 0, captions: reel, material_list: [CLIP], target_app: 'instagram' }),
      },
      expected: { app: 'instagram', kind: 'reel', caption: reel, files: [CLIP] },
    },
  ];
}
