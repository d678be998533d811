import { join } from 'node:path';

/** Where the demo's media are: beside src/ in a clone, beside dist/ in the package. */
export const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'media');

export interface DemoPost {
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the rack's ledger must hold in the end. */
  readonly expected: {
    readonly app: 'tiktok' | 'instagram';
    readonly kind: 'video' | 'images' | 'reel' | 'story';
    readonly caption: string;
    readonly files: readonly string[];
    /** Null where the app's own choice is left. */
    readonly sound: string | null;
  };
}

const CLIP = join(EXAMPLES, 'clip.mp4');
const PHOTOS = [1, 2, 3].map((number) => join(EXAMPLES, `photo-${number}.jpg`));
const UPLOAD_WAIT_SECONDS = 60;

function post(script_config: object): object {
  return {
    script_name: 'post',
    script_config: { upload_wait_time: UPLOAD_WAIT_SECONDS, ...script_config },
    // The demo may be run again on the same day.
    allow_duplicate: true,
  };
}

/** The posts of the demo, one for each of its phones; each is begun and made in another way. */
export function demoPosts(): readonly DemoPost[] {
  const hello = 'Mira mi nuevo video #viral';
  const second = 'By the + button, with music 🎬 — “quotes” & $(nothing runs)';
  const carousel = 'Three pictures, one post\nline two ✨ #carousel';
  const reel = 'Un reel para empezar la semana ☀️ #reels';
  const used = 'Begun on the page of a sound #sound';
  return [
    {
      title: 'TikTok video',
      body: { serials: ['RACK0001'], ...post({ content_type: 0, captions: hello, material_list: [CLIP] }) },
      expected: { app: 'tiktok', kind: 'video', caption: hello, files: [CLIP], sound: null },
    },
    {
      title: 'TikTok + button',
      body: {
        serials: ['RACK0002'],
        ...post({
          content_type: 0,
          captions: second,
          material_list: [CLIP],
          post_way: 'addButton',
          add_sound: 'custom',
          custom_sound_keyword: 'paper boats',
          origin_sound_volume: 20,
          add_sound_volume: 80,
        }),
      },
      expected: { app: 'tiktok', kind: 'video', caption: second, files: [CLIP], sound: 'Paper Boats' },
    },
    {
      title: 'TikTok images',
      body: {
        serials: ['RACK0003'],
        ...post({ content_type: 1, captions: carousel, material_list: PHOTOS, add_sound: 0 }),
      },
      expected: { app: 'tiktok', kind: 'images', caption: carousel, files: PHOTOS, sound: null },
    },
    {
      title: 'Instagram reel',
      body: {
        serials: ['RACK0004'],
        ...post({ content_type: 0, captions: reel, material_list: [CLIP], target_app: 'instagram' }),
      },
      expected: { app: 'instagram', kind: 'reel', caption: reel, files: [CLIP], sound: null },
    },
    {
      title: 'TikTok sound',
      body: {
        serials: ['RACK0005'],
        ...post({
          content_type: 0,
          captions: used,
          material_list: [CLIP],
          post_way: 'useSound',
          sound_name: 'Slow Sunday',
        }),
      },
      expected: { app: 'tiktok', kind: 'video', caption: used, files: [CLIP], sound: 'Slow Sunday' },
    },
    {
      title: 'Instagram story',
      body: {
        serials: ['RACK0006'],
        ...post({
          content_type: 1,
          material_list: PHOTOS.slice(0, 1),
          target_app: 'instagram',
          placement: 'story',
          post_way: 'addButton',
          add_sound: 1,
        }),
      },
      expected: { app: 'instagram', kind: 'story', caption: '', files: PHOTOS.slice(0, 1), sound: 'Tide Tables' },
    },
  ];
}
