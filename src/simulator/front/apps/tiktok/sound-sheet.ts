import { TextField } from '../../ui/text-field.ts';
import { column, editText, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { SoundChoice, type SoundChoiceOptions } from './sound-choice.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, INK, TikTokScreen } from './tiktok-screen.ts';

interface SoundSheetOptions extends SoundChoiceOptions {
  readonly className: string;
  /** The editor's way to the volumes, where it has no button for them. */
  readonly openVolumes?: (() => void) | undefined;
}

const SHEET_UNITS = 1500;

/**
 * The sheet of sounds over camera and editor: what the app proposes, and a search, in newer builds behind a magnifier. A
 * tap on a row takes the sound.
 */
export class SoundSheet extends TikTokScreen {
  readonly className: string;
  readonly #options: SoundSheetOptions;
  readonly #choice: SoundChoice;
  readonly #field: TextField;

  constructor(app: TikTok, options: SoundSheetOptions) {
    super(app);
    this.className = options.className;
    this.#options = options;
    this.#choice = new SoundChoice(app, options);
    this.#field = searchField(app, this.#choice);
    this.#choice.suggest();
  }

  override get isDialog(): boolean {
    return true;
  }

  view(): View {
    const { openVolumes } = this.#options;
    return column(
      {
        gravity: 'bottom',
        height: SHEET_UNITS,
        clickable: true,
        onTap: () => {},
        look: { background: '#ffffff', radius: 40, isSheet: true },
      },
      this.#title(),
      !this.app.isRemade && searchBar(this.app, this.#field, this.#choice),
      this.#choice.view(),
      openVolumes !== undefined && this.#volumeBar(openVolumes),
    );
  }

  #title(): View {
    const title = text(this.texts.sounds, { gravity: 'center', look: { size: 44, bold: true, color: INK } });
    const magnifier = iconButton('search', () => this.#openSearch(), {
      gravity: 'right',
      description: this.texts.search,
      look: { color: INK },
    });
    return stack({ height: 130, padding: [0, 20] }, title, this.app.isRemade && magnifier);
  }

  #openSearch(): void {
    const { app } = this;
    const search = new SoundSearchScreen(app, {
      chosen: this.#options.chosen,
      choose: (sound) => {
        this.#options.choose(sound);
        app.close(this);
      },
    });
    app.push(search);
  }

  #volumeBar(open: () => void): View {
    return row(
      { height: 150, padding: [0, 40], look: { border: '#f1f1f2' } },
      row(
        { width: 'wrap', height: 120, gap: 18, clickable: true, onTap: open },
        image({ width: 56, height: 56, look: { icon: 'volume', color: INK } }),
        text(this.texts.volume, { look: { size: 38, color: INK } }),
      ),
      stack({ weight: 1 }),
    );
  }
}

/** The search of newer builds, on a page of its own that goes when a sound is taken. */
class SoundSearchScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.choosemusic.activity.ChooseMusicActivity';
  readonly #choice: SoundChoice;
  readonly #field: TextField;

  constructor(app: TikTok, options: SoundChoiceOptions) {
    super(app);
    this.#choice = new SoundChoice(app, options);
    this.#field = searchField(app, this.#choice);
    this.#choice.suggest();
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      searchBar(this.app, this.#field, this.#choice),
      this.#choice.view(),
    );
  }
}

function searchField(app: TikTok, choice: SoundChoice): TextField {
  const field: TextField = new TextField({ hint: app.texts.searchSounds, onEnter: () => choice.search(field.text) });
  return field;
}

function searchBar(app: TikTok, field: TextField, choice: SoundChoice): View {
  return row(
    { height: 130, padding: [0, 40], gap: 24 },
    image({ width: 50, height: 50, look: { icon: 'search', color: INK } }),
    editText(field, {
      resourceId: app.id('sound_search'),
      weight: 1,
      height: 100,
      maxLines: 1,
      padding: [24, 20],
      look: { size: 40, background: '#f1f1f2', radius: 12 },
    }),
    field.text !== '' &&
      text(app.texts.search, {
        clickable: true,
        padding: [20, 10],
        look: { size: 40, bold: true, color: ACCENT },
        onTap: () => choice.search(field.text),
      }),
  );
}
