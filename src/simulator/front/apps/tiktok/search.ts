import { TextField } from '../../ui/text-field.ts';
import { column, editText, iconButton, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { newSoundScroll, soundList } from './sound-list.ts';
import { SoundPage } from './sound-page.ts';
import { findSounds, type Sound } from './sounds.ts';
import type { TikTok } from './tiktok.ts';
import { ACCENT, GREY, INK, TikTokScreen } from './tiktok-screen.ts';

type ResultTab = 'top' | 'videos' | 'users' | 'sounds' | 'live' | 'tags';

/** The search behind the magnifier of the feed. */
export class SearchScreen extends TikTokScreen {
  readonly className = 'com.ss.android.ugc.aweme.search.activity.SearchResultActivity';
  readonly #field: TextField;
  readonly #scroll = newSoundScroll();
  #tab: ResultTab = 'top';
  /** Null before anything was searched for. */
  #query: string | null = null;
  #sounds: readonly Sound[] | null = null;

  constructor(app: TikTok) {
    super(app);
    this.#field = new TextField({ hint: app.texts.searchHint, onEnter: () => this.#search() });
  }

  view(): View {
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      row(
        { height: 130, padding: [0, 20], gap: 10 },
        iconButton('back', () => this.app.close(this), { description: this.texts.back, look: { color: INK } }),
        editText(this.#field, {
          resourceId: this.id('search_field'),
          weight: 1,
          height: 100,
          maxLines: 1,
          padding: [24, 20],
          look: { size: 40, background: '#f1f1f2', radius: 12 },
        }),
        text(this.texts.search, {
          clickable: true,
          padding: [20, 20],
          look: { size: 40, bold: true, color: ACCENT },
          onTap: () => this.#search(),
        }),
      ),
      ...(this.#query === null ? this.#proposals() : this.#results()),
    );
  }

  #proposals(): View[] {
    return [
      text(this.texts.youMayLike, { padding: 40, look: { size: 40, bold: true, color: INK } }),
      stack({ weight: 1 }),
    ];
  }

  #results(): View[] {
    const { tabTop, videos, tabUsers, tabSounds, tabLive, hashtags } = this.texts;
    const tab = (kind: ResultTab, label: string): View =>
      stack(
        {
          key: kind,
          weight: 1,
          height: 110,
          clickable: true,
          selected: this.#tab === kind,
          onTap: () => {
            this.#tab = kind;
          },
        },
        text(label, {
          gravity: 'center',
          look: { size: 36, bold: this.#tab === kind, color: this.#tab === kind ? INK : GREY },
        }),
      );
    return [
      row(
        { height: 112 },
        tab('top', tabTop),
        tab('videos', videos),
        tab('users', tabUsers),
        tab('sounds', tabSounds),
        tab('live', tabLive),
        tab('tags', hashtags),
      ),
      this.#tab === 'sounds' ? this.#soundResults() : this.#otherResults(),
    ];
  }

  #soundResults(): View {
    return soundList({
      app: this.app,
      scroll: this.#scroll,
      sounds: this.#sounds,
      chosen: null,
      loading: null,
      onTap: (sound) => this.app.push(new SoundPage(this.app, sound)),
    });
  }

  /** Videos of others that speak of the query: with a length, as sounds have one, and none of them a sound. */
  #otherResults(): View {
    return column(
      { key: this.#tab, weight: 1 },
      ...['0:15', '0:42'].map((length) =>
        column(
          { padding: 40, gap: 10, clickable: true, onTap: () => {} },
          text(`${this.#query ?? ''} #fyp`, { look: { size: 42, color: INK } }),
          text(length, { look: { size: 34, color: GREY } }),
        ),
      ),
    );
  }

  #search(): void {
    this.#query = this.#field.text;
    this.#tab = 'top';
    this.#sounds = null;
    this.#scroll.toTop();
    this.app.load(() => {
      this.#sounds = findSounds(this.#field.text);
    });
  }
}
