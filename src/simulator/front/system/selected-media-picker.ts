import type { MediaRow, PhoneMachine } from '../../ports.ts';
import { ScrollState } from '../ui/scroll.ts';
import { button, column, grid, image, row, stack, text, type View } from '../ui/view.ts';
import { STATUS_BAR_UNITS } from '../windows/geometry.ts';
import { Screen } from '../windows/screen.ts';

const PACKAGE = 'com.google.android.providers.media.module';
const ID = `${PACKAGE}:id/`;

const TEXTS = {
  en: { title: 'Select photos and videos the app can access', allow: 'Allow', cancel: 'Cancel' },
  es: {
    title: 'Selecciona las fotos y los vídeos a los que la aplicación puede acceder',
    allow: 'Permitir',
    cancel: 'Cancelar',
  },
};

/** Android 14's own picker behind "Select photos and videos": the app sees only what is ticked here. */
export class SelectedMediaPicker extends Screen {
  readonly packageName = PACKAGE;
  readonly className = 'com.android.providers.media.photopicker.PhotoPickerUserSelectActivity';
  readonly #machine: PhoneMachine;
  readonly #done: (rows: readonly MediaRow[]) => void;
  readonly #ticked = new Set<number>();
  readonly #scroll = new ScrollState();

  constructor(machine: PhoneMachine, done: (rows: readonly MediaRow[]) => void) {
    super();
    this.#machine = machine;
    this.#done = done;
  }

  view(): View {
    const words = TEXTS[this.#machine.language()];
    const rows = this.#machine.media.list('any');
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      text(words.title, { width: 'fill', padding: 40, look: { size: 44, align: 'center' } }),
      stack(
        { weight: 1 },
        grid(this.#scroll, { resourceId: `${ID}picker_tab_recyclerview` }, ...rows.map((media) => this.#cell(media))),
      ),
      row(
        { height: 170, padding: [20, 40], gap: 30 },
        button(words.cancel, () => this.#done([]), { look: { color: '#1a56db' } }),
        stack({ weight: 1 }),
        button(words.allow, () => this.#allow(), {
          resourceId: `${ID}button_add`,
          look: { background: '#1a56db', color: '#ffffff', radius: 50 },
        }),
      ),
    );
  }

  back(): boolean {
    this.#done([]);
    return true;
  }

  #allow(): void {
    this.#done(this.#machine.media.list('any').filter((media) => this.#ticked.has(media.id)));
  }

  #cell(media: MediaRow): View {
    const isTicked = this.#ticked.has(media.id);
    return stack(
      {
        key: String(media.id),
        height: 356,
        clickable: true,
        selected: isTicked,
        onTap: () => void (isTicked ? this.#ticked.delete(media.id) : this.#ticked.add(media.id)),
      },
      image({ resourceId: `${ID}icon_thumbnail`, width: 'fill', height: 'fill', look: { picture: media.sha256 } }),
      isTicked &&
        image({
          resourceId: `${ID}icon_check`,
          gravity: 'top-left',
          offset: [16, 16],
          look: { icon: 'checked', color: '#1a56db' },
        }),
    );
  }
}
