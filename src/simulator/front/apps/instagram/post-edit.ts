import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';
import type { Making } from './making.ts';
import { SharePage } from './share-page.ts';

const FILTERS = ['Normal', 'Paris', 'Los Angeles', 'Oslo', 'Tokyo'];

/** The page with filters between the gallery and the caption of a post. */
export class CropScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.modal;
  readonly #making: Making;

  constructor(app: Instagram, making: Making) {
    super(app);
    this.#making = making;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#0c1014' } },
      row(
        { height: 140, padding: [0, 10] },
        iconButton('back', () => this.app.close(this), {
          resourceId: id('action_bar_button_back'),
          description: this.texts.back,
          look: { color: '#ffffff' },
        }),
        stack({ weight: 1 }),
        this.app.isOlderBuild && this.#topNext(),
      ),
      this.#pictures(),
      this.#filters(),
      row({ height: 130 }, this.#tool(this.texts.filters), this.#tool(this.texts.edit)),
      !this.app.isOlderBuild && this.#tray(),
    );
  }

  #topNext(): View {
    return stack(
      {
        resourceId: id('next_button'),
        width: 'wrap',
        height: 120,
        padding: [0, 30],
        clickable: true,
        onTap: () => this.#next(),
      },
      text(this.texts.next, {
        resourceId: id('next_button_textview'),
        gravity: 'center',
        look: { size: 42, bold: true, color: BLUE },
      }),
    );
  }

  /** Below the pictures: what was chosen, and the way on. */
  #tray(): View {
    const [first] = this.#making.media;
    return row(
      { key: 'tray', height: 170, padding: [0, 30] },
      image({ width: 110, height: 110, look: { picture: first?.sha256 ?? '', radius: 12 } }),
      stack({ weight: 1 }),
      row(
        {
          resourceId: id('media_thumbnail_tray_button'),
          className: 'android.widget.Button',
          description: this.texts.next,
          width: 'wrap',
          height: 120,
          padding: [0, 44],
          gap: 12,
          clickable: true,
          look: { background: BLUE, radius: 60 },
          onTap: () => this.#next(),
        },
        text(this.texts.next, {
          resourceId: id('media_thumbnail_tray_button_text'),
          look: { size: 42, bold: true, color: '#ffffff' },
        }),
      ),
    );
  }

  #pictures(): View {
    const pictures = this.#making.media.map((media) =>
      image({ key: String(media.id), width: 900, height: 'fill', look: { picture: media.sha256 } }),
    );
    return row(
      { className: 'androidx.viewpager.widget.ViewPager', resourceId: id('media_pager'), weight: 1, gap: 20 },
      ...pictures,
    );
  }

  #filters(): View {
    const tiles = FILTERS.map((name) =>
      column(
        {
          key: name,
          width: 200,
          height: 260,
          align: 'center',
          gap: 10,
          clickable: true,
          description: name,
          onTap: () => {},
        },
        text(name, { look: { size: 28, color: '#ffffff' } }),
        image({ width: 180, height: 180, look: { picture: this.#making.media[0]?.sha256 ?? '' } }),
      ),
    );
    return row({ height: 320, padding: [20, 20], gap: 10 }, ...tiles);
  }

  #tool(label: string): View {
    return stack(
      { weight: 1, height: 'fill', clickable: true, onTap: () => {} },
      text(label, { gravity: 'center', look: { size: 40, color: '#ffffff' } }),
    );
  }

  #next(): void {
    if (this.#making.kind === 'reel') {
      this.app.openReelEditor(this.#making.media);
      return;
    }
    this.app.show(new SharePage(this.app, this.#making), 'compose');
  }
}
