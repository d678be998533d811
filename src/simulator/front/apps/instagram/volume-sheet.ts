import type { Slider } from '../../ui/slider.ts';
import { column, row, seekBar, stack, text, type View } from '../../ui/view.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import type { Making } from './making.ts';

/** How loud the clip's own sound and the added track are. Without a track there is one slider only. */
export class VolumeSheet extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.camera;
  readonly #making: Making;

  constructor(app: Instagram, making: Making) {
    super(app);
    this.#making = making;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { volume, cameraAudio, addedAudio, done } = this.texts;
    const { cameraVolume, addedVolume, track } = this.#making;
    return column(
      {
        resourceId: id('clips_audio_mix_editor_container'),
        gravity: 'bottom',
        padding: [0, 0, 60, 0],
        look: { background: '#ffffff', radius: 48, isSheet: true },
      },
      row(
        { height: 150, padding: [0, 50] },
        text(volume, {
          resourceId: id('clips_audio_mix_editor_title'),
          look: { size: 46, bold: true, color: INK },
        }),
        stack({ weight: 1 }),
        text(done, {
          className: 'android.widget.Button',
          resourceId: id('done_button'),
          clickable: true,
          padding: [24, 10],
          look: { size: 42, bold: true, color: BLUE },
          onTap: () => this.app.close(this),
        }),
      ),
      this.#line(cameraAudio, cameraVolume),
      track !== null && this.#line(addedAudio, addedVolume),
    );
  }

  #line(label: string, slider: Slider): View {
    return column(
      { key: label, padding: [10, 50] },
      row(
        { height: 70 },
        text(label, { weight: 1, look: { size: 38, color: INK } }),
        text(String(slider.value), { look: { size: 36, color: INK } }),
      ),
      seekBar(slider, { resourceId: id('volume_seek_bar'), look: { color: BLUE } }),
    );
  }
}
