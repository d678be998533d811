import type { Slider } from '../../ui/slider.ts';
import { column, row, seekBar, stack, text, type View } from '../../ui/view.ts';
import type { Making } from './making.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** How loud the video's own sound and the added one are. Pictures have none of their own. */
export class VolumeSheet extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.editor;
  readonly #making: Making;

  constructor(app: TikTok, making: Making) {
    super(app);
    this.#making = making;
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { volume, originalVolume, addedVolume, done } = this.texts;
    const { originVolume, addedVolume: added, sound, isImages } = this.#making;
    return column(
      { gravity: 'bottom', padding: [0, 0, 40, 0], look: { background: '#ffffff', radius: 40, isSheet: true } },
      row(
        { height: 140, padding: [0, 40] },
        text(volume, { look: { size: 44, bold: true, color: INK } }),
        stack({ weight: 1 }),
        text(done, {
          clickable: true,
          padding: [24, 20],
          look: { size: 42, bold: true, color: ACCENT },
          onTap: () => this.app.close(this),
        }),
      ),
      !isImages && this.#line(originalVolume, originVolume),
      sound !== null && this.#line(addedVolume, added),
    );
  }

  #line(label: string, slider: Slider): View {
    return row(
      { key: label, height: 170, padding: [0, 40], gap: 20 },
      text(label, { width: 320, look: { size: 38, color: INK } }),
      seekBar(slider, { weight: 1, resourceId: this.id(`volume ${label}`), look: { color: ACCENT } }),
      text(String(slider.value), { width: 100, look: { size: 36, color: INK, align: 'right' } }),
    );
  }
}
