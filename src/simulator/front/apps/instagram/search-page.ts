import type { ScrollState } from '../../ui/scroll.ts';
import type { TextField } from '../../ui/text-field.ts';
import { column, editText, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, id, LINE } from './instagram-screen.ts';
import type { Track } from './sounds.ts';
import { trackList } from './track-list.ts';

/** Where results of the kind looked for here stand among the tabs. */
export const AUDIO_TAB = 2;

interface SearchPageOptions {
  readonly app: Instagram;
  readonly field: TextField;
  readonly scroll: ScrollState;
  readonly hasSearched: boolean;
  readonly tab: number;
  readonly tracks: readonly Track[] | null;
  readonly onTab: (tab: number) => void;
  readonly onTrack: (track: Track) => void;
}

/** The tab of search: a field, and once something was looked for, results by kind. */
export function searchPage(options: SearchPageOptions): View {
  const { app, field, hasSearched } = options;
  return column(
    { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0] },
    row(
      { resourceId: id('action_bar_search'), height: 140, padding: [0, 40], gap: 20 },
      image({ width: 56, height: 56, look: { icon: 'search', color: GREY } }),
      editText(field, {
        key: 'search',
        resourceId: id('action_bar_search_edit_text'),
        weight: 1,
        height: 110,
        maxLines: 1,
        look: { size: 42, color: INK, background: '#eef0f3', radius: 30 },
      }),
    ),
    hasSearched && tabs(options),
    hasSearched ? results(options) : explore(app),
  );
}

function tabs({ app, tab, onTab }: SearchPageOptions): View {
  const labels = app.texts.searchTabs;
  return row(
    { key: 'tabs', resourceId: id('scrollable_tab_layout'), height: 120, look: { border: LINE } },
    ...labels.map((label, index) =>
      stack(
        {
          key: label,
          className: 'android.widget.LinearLayout',
          description: label,
          weight: 1,
          height: 'fill',
          clickable: true,
          selected: index === tab,
          onTap: () => onTab(index),
        },
        text(label, { gravity: 'center', look: { size: 30, bold: index === tab, color: index === tab ? INK : GREY } }),
      ),
    ),
  );
}

function results(options: SearchPageOptions): View {
  const { app, field, scroll, tab, tracks, onTrack } = options;
  if (tab === AUDIO_TAB) return trackList({ app, scroll, tracks, query: field.text, onTap: onTrack });
  const name = field.text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.');
  return column(
    { key: 'accounts', weight: 1 },
    row(
      {
        resourceId: id('row_search_user_container'),
        clickable: true,
        height: 180,
        padding: [0, 40],
        gap: 30,
        onTap: () => {},
      },
      image({ width: 130, height: 130, look: { avatar: name } }),
      column(
        { weight: 1 },
        text(name, { resourceId: id('row_search_user_username'), look: { size: 42, bold: true, color: INK } }),
        text(app.texts.searchAccount(field.text), { look: { size: 36, color: GREY } }),
      ),
    ),
  );
}

function explore(app: Instagram): View {
  return stack(
    { key: 'explore', weight: 1 },
    text(app.texts.search, { gravity: 'center', look: { size: 40, color: GREY } }),
  );
}
