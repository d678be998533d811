import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { CameraScreen } from './camera.ts';
import type { Sound } from './sounds.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TikTokScreen } from './tiktok-screen.ts';

/** The page of one sound, where a post with it can begin. */
export class SoundPage extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.music.ui.MusicDetailActivity';
  readonly #sound: Sound | null;
  #isLoaded = false;

  /** @param sound null for an address that leads to none. */
  constructor(app: TikTok, sound: Sound | null) {
    super(app);
    this.#sound = sound;
    app.load(() => {
      this.#isLoaded = true;
    });
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 130, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        stack({ weight: 1 }),
        iconButton('share', () => {}, { description: this.texts.share, look: { color: INK } }),
      ),
      ...this.#content(),
    );
  }

  #content(): View[] {
    if (!this.#isLoaded)
      return [
        stack(
          { weight: 1 },
          image({
            className: 'android.widget.ProgressBar',
            gravity: 'center',
            width: 90,
            height: 90,
            look: { icon: 'refresh' },
          }),
        ),
      ];
    const sound = this.#sound;
    if (sound === null || !sound.isAvailable)
      return [
        stack({ weight: 1 }, text(this.texts.soundUnavailable, { gravity: 'center', look: { size: 40, color: GREY } })),
      ];
    return [this.#head(sound), stack({ weight: 1 }), this.#useButton(sound)];
  }

  #head(sound: Sound): View {
    return row(
      { padding: [20, 40], gap: 40 },
      image({ width: 260, height: 260, look: { picture: `sound ${sound.id}`, radius: 16 } }),
      column(
        { weight: 1, gap: 14 },
        text(sound.title, { look: { size: 50, bold: true, color: INK } }),
        text(sound.artist, { clickable: true, look: { size: 40, color: INK }, onTap: () => {} }),
        text(this.texts.videosWith(sound.videos), { look: { size: 34, color: GREY } }),
      ),
    );
  }

  #useButton(sound: Sound): View {
    return row(
      { height: 200, padding: [30, 40] },
      stack(
        {
          key: 'use',
          resourceId: this.id('use_sound'),
          weight: 1,
          height: 130,
          clickable: true,
          look: { background: ACCENT, radius: 65 },
          onTap: () => CameraScreen.open(this.app, sound),
        },
        row(
          { width: 'wrap', gravity: 'center', gap: 16 },
          image({ width: 52, height: 52, look: { icon: 'camera', color: '#ffffff' } }),
          text(this.texts.useSound, { look: { size: 42, bold: true, color: '#ffffff' } }),
        ),
      ),
    );
  }
}
