import type { MediaRow } from '../../../ports.ts';
import { ScrollState } from '../../ui/scroll.ts';
import { column, grid, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { clockTime } from '../age.ts';
import { withPermissions } from '../permission-requests.ts';
import { selectionMark } from '../selection-mark.ts';
import type { Sound } from './sounds.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';

/** As many photos as a carousel takes (facts 4.4). */
const SELECTION_LIMIT = 35;
const CELL_HEIGHT = 356;

type PickerTab = 'any' | 'video' | 'image';

/** The app's own picker: newest first, cells without labels, an unlabelled circle on each to select it. */
export class PickerScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.picker;
  #tab: PickerTab = 'any';
  #isMultiple = false;
  #selected: readonly MediaRow[] = [];
  readonly #scroll = new ScrollState();

  readonly #sound: Sound | null;

  constructor(app: TikTok, sound: Sound | null) {
    super(app);
    this.#sound = sound;
  }

  /** Asks for the media first, when the app may not see any. */
  static open(app: TikTok, sound: Sound | null): void {
    withPermissions(app, ['media'], () => app.show(new PickerScreen(app, sound), 'picker'));
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      this.#topBar(),
      this.#tabs(),
      this.#cells(),
      this.#bottomBar(),
    );
  }

  #topBar(): View {
    const { close, recents, down } = this.texts;
    return row(
      { height: 130, padding: [0, 10] },
      iconButton('close', () => this.app.close(this), { description: close, look: { color: INK } }),
      stack(
        { weight: 1, height: 'fill' },
        row(
          { width: 'wrap', gravity: 'center', gap: 12, clickable: true, onTap: () => {} },
          text(recents, { look: { size: 44, bold: true, color: INK } }),
          image({ width: 36, height: 36, description: down, look: { icon: 'down', color: INK } }),
        ),
      ),
      stack({ width: 120, height: 120 }),
    );
  }

  #tabs(): View {
    const { all, videos, photos } = this.texts;
    const tab = (kind: PickerTab, label: string): View =>
      stack(
        {
          key: kind,
          weight: 1,
          height: 110,
          clickable: true,
          selected: this.#tab === kind,
          onTap: () => {
            this.#tab = kind;
            this.#scroll.toTop();
          },
        },
        text(label, {
          gravity: 'center',
          look: { size: 40, bold: this.#tab === kind, color: this.#tab === kind ? INK : GREY },
        }),
      );
    return row({ height: 112 }, tab('any', all), tab('video', videos), tab('image', photos));
  }

  #cells(): View {
    const rows = this.app.media.visible(this.#tab);
    if (rows.length === 0) {
      return stack({ weight: 1 }, text(this.texts.noMedia, { gravity: 'center', look: { size: 40, color: GREY } }));
    }
    return grid(
      this.#scroll,
      { key: this.#tab, weight: 1, resourceId: this.id('media_grid') },
      ...rows.map((media) => this.#cell(media)),
    );
  }

  #cell(media: MediaRow): View {
    const position = this.#selected.findIndex((chosen) => chosen.id === media.id) + 1;
    return stack(
      { key: String(media.id), height: CELL_HEIGHT, clickable: true, onTap: () => this.#tapCell(media) },
      image({ width: 'fill', height: 'fill', look: { picture: media.sha256 } }),
      media.durationMs !== null &&
        text(clockTime(media.durationMs), {
          gravity: 'bottom-right',
          padding: 12,
          look: { size: 32, color: '#ffffff', bold: true },
        }),
      stack(
        {
          key: 'circle',
          className: 'android.widget.Button',
          width: 100,
          height: 100,
          gravity: 'top-right',
          clickable: true,
          onTap: () => this.#toggle(media),
        },
        selectionMark(position, ACCENT),
      ),
    );
  }

  #bottomBar(): View {
    const { selectMultiple, next } = this.texts;
    const canGo = this.#selected.length > 0;
    return row(
      { height: 180, padding: [20, 40], gap: 24, look: { border: '#f1f1f2', background: '#ffffff' } },
      row(
        {
          key: 'multiple',
          width: 'wrap',
          height: 130,
          gap: 18,
          clickable: true,
          checkable: true,
          checked: this.#isMultiple,
          onTap: () => {
            this.#isMultiple = !this.#isMultiple;
            if (!this.#isMultiple) this.#selected = this.#selected.slice(0, 1);
          },
        },
        image({
          width: 56,
          height: 56,
          look: { icon: this.#isMultiple ? 'checked' : 'circle', color: this.#isMultiple ? ACCENT : GREY },
        }),
        text(selectMultiple, { look: { size: 38, color: INK } }),
      ),
      stack({ weight: 1 }),
      stack(
        {
          key: 'next',
          className: 'android.widget.Button',
          width: 330,
          height: 130,
          clickable: true,
          disabled: !canGo,
          look: { background: canGo ? ACCENT : '#f1f1f2', radius: 16 },
          onTap: () => this.app.make(this.#selected, this.#sound),
        },
        text(canGo && this.#isMultiple ? `${next} (${this.#selected.length})` : next, {
          gravity: 'center',
          disabled: !canGo,
          look: { size: 40, bold: true, color: canGo ? '#ffffff' : GREY },
        }),
      ),
    );
  }

  /** The body of a cell opens it at once; when several are wanted it shows a preview instead. */
  #tapCell(media: MediaRow): void {
    if (this.#isMultiple) this.app.push(new PreviewScreen(this.app, media, () => this.#toggle(media)));
    else this.app.make([media], this.#sound);
  }

  #toggle(media: MediaRow): void {
    const without = this.#selected.filter((chosen) => chosen.id !== media.id);
    if (without.length < this.#selected.length) this.#selected = without;
    else if (!this.#isMultiple) this.#selected = [media];
    else if (without.length < SELECTION_LIMIT) this.#selected = [...without, media];
    else this.app.toast(this.texts.limitReached(SELECTION_LIMIT));
  }
}

/** One file, large. */
class PreviewScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.shortvideo.choosemedia.MvPreviewActivity';
  readonly #media: MediaRow;
  readonly #select: () => void;

  constructor(app: TikTok, media: MediaRow, select: () => void) {
    super(app);
    this.#media = media;
    this.#select = select;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    return stack(
      { look: { background: '#000000' } },
      image({ width: 'fill', height: 'fill', look: { picture: this.#media.sha256 } }),
      row(
        { height: 130, padding: [0, 10], offset: [0, STATUS_BAR_UNITS] },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: '#ffffff' } }),
      ),
      row(
        { gravity: 'bottom', height: 180, padding: [20, 40] },
        stack({ weight: 1 }),
        this.pill(
          this.texts.select,
          () => {
            this.#select();
            this.app.close(this);
          },
          { look: { background: ACCENT, color: '#ffffff' } },
        ),
      ),
    );
  }
}
