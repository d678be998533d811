import { blank, column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Making } from './making.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** Older builds let a video be cut before the editor (facts 4.3, step 3). */
export class TrimScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.trim;
  readonly #making: Making;

  constructor(app: TikTok, making: Making) {
    super(app);
    this.#making = making;
  }

  override get neverIdle(): boolean {
    return true;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#000000' } },
      row(
        { height: 140, padding: [0, 20] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: '#ffffff' } }),
        stack({ weight: 1 }),
        stack(
          {
            key: 'next',
            width: 260,
            height: 110,
            clickable: true,
            look: { background: ACCENT, radius: 12 },
            onTap: () => this.app.edit(this.#making),
          },
          text(this.texts.next, { gravity: 'center', look: { size: 40, bold: true, color: '#ffffff' } }),
        ),
      ),
      image({
        className: 'android.view.TextureView',
        width: 'fill',
        weight: 1,
        look: { picture: this.#making.media[0]?.sha256 ?? '' },
      }),
      blank({ height: 260, look: { background: '#25292e' } }),
    );
  }
}
