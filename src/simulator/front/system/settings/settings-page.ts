import type { PhoneMachine } from '../../../ports.ts';
import { ScrollState } from '../../ui/scroll.ts';
import { column, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { Screen } from '../../windows/screen.ts';
import { SETTINGS_TEXTS } from './settings-texts.ts';

export const SETTINGS_PACKAGE = 'com.android.settings';

const INK = '#1b1b1f';
const GREY = '#5b5c61';

export interface Preference {
  readonly title: string;
  readonly summary: string;
  readonly icon?: string;
  readonly onTap?: () => void;
}

/** A page of preferences: a title that scrolls with them, and one row each. */
export abstract class SettingsPage extends Screen {
  readonly packageName = SETTINGS_PACKAGE;
  protected readonly machine: PhoneMachine;
  readonly #scroll = new ScrollState();

  constructor(machine: PhoneMachine) {
    super();
    this.machine = machine;
  }

  protected abstract title(): string;
  protected abstract preferences(): readonly Preference[];
  /** Null on the first page, which has nowhere to go up to. */
  protected abstract readonly up: (() => void) | null;

  protected get texts(): (typeof SETTINGS_TEXTS)['en'] {
    return SETTINGS_TEXTS[this.machine.language()];
  }

  view(): View {
    return column(
      {
        resourceId: `${SETTINGS_PACKAGE}:id/content_parent`,
        padding: [STATUS_BAR_UNITS, 0, 0, 0],
        look: { background: '#fafafa' },
      },
      list(
        this.#scroll,
        { resourceId: `${SETTINGS_PACKAGE}:id/recycler_view`, weight: 1 },
        this.#head(),
        ...this.preferences().map((preference) => preferenceRow(preference)),
      ),
    );
  }

  back(): boolean {
    return false;
  }

  #head(): View {
    const { up } = this;
    return column(
      { key: 'head', resourceId: `${SETTINGS_PACKAGE}:id/app_bar`, description: this.title() },
      up !== null &&
        iconButton('back', up, {
          className: 'android.widget.ImageButton',
          description: this.texts.navigateUp,
          look: { color: INK },
        }),
      text(this.title(), { padding: [60, 60, 40, 60], look: { size: 84, color: INK } }),
      up === null && this.#searchBar(),
    );
  }

  #searchBar(): View {
    return row(
      {
        resourceId: `${SETTINGS_PACKAGE}:id/search_action_bar`,
        clickable: true,
        height: 150,
        padding: [0, 60],
        gap: 40,
        look: { background: '#e9e9ee', radius: 75 },
        onTap: () => {},
      },
      image({ width: 60, height: 60, look: { icon: 'search', color: GREY } }),
      text(this.texts.search, {
        resourceId: `${SETTINGS_PACKAGE}:id/search_action_bar_title`,
        look: { size: 42, color: GREY },
      }),
    );
  }
}

function preferenceRow({ title, summary, icon, onTap }: Preference): View {
  return row(
    { key: title, clickable: true, height: 190, padding: [0, 60], gap: 50, onTap: onTap ?? ((): void => {}) },
    icon !== undefined &&
      stack(
        { resourceId: `${SETTINGS_PACKAGE}:id/icon_frame`, width: 72, height: 72 },
        image({ resourceId: 'android:id/icon', look: { icon, color: INK } }),
      ),
    column(
      { className: 'android.widget.RelativeLayout', weight: 1, gap: 6 },
      text(title, { resourceId: 'android:id/title', look: { size: 48, color: INK } }),
      summary !== '' &&
        text(summary, { resourceId: 'android:id/summary', maxLines: 1, look: { size: 36, color: GREY } }),
    ),
  );
}
