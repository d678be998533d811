import { ScrollState } from '../../ui/scroll.ts';
import { TextField } from '../../ui/text-field.ts';
import { column, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { AccountSheet } from './account-sheet.ts';
import { AudioPage } from './audio-page.ts';
import { CreateSheet } from './create-sheet.ts';
import { DetailScreen } from './detail.ts';
import { homeFeed } from './home.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id, LINE } from './instagram-screen.ts';
import { PickerScreen } from './picker.ts';
import { profilePage } from './profile.ts';
import { AUDIO_TAB, searchPage } from './search-page.ts';
import { findTracks } from './sounds.ts';
import { StoryViewer } from './story-viewer.ts';
import { TrackLoader } from './track-list.ts';
import { uploadSnackbar } from './upload-views.ts';

type MainTab = 'feed' | 'clips' | 'direct' | 'search' | 'profile';

/** The account sheet may take its time to open (facts 4.13). */
const SHEET_DELAY_MS = 800;

/** The activity with the tab bar: feed, reels, messages, search, profile. */
export class MainScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.main;
  #tab: MainTab;
  readonly #feedScroll = new ScrollState();
  readonly #profileScroll = new ScrollState();
  readonly #query: TextField;
  readonly #tracks: TrackLoader;
  readonly #resultScroll = new ScrollState();
  #hasSearched = false;
  #resultTab = 0;

  constructor(app: Instagram, tab: MainTab) {
    super(app);
    this.#tab = tab;
    this.#query = new TextField({ hint: app.texts.searchHint, onEnter: () => this.#search() });
    this.#tracks = new TrackLoader(app);
  }

  override get neverIdle(): boolean {
    return this.#tab === 'clips' || this.app.upload?.state === 'uploading';
  }

  override get isDark(): boolean {
    return this.#tab === 'clips';
  }

  view(): View {
    return column(
      { look: { background: this.isDark ? '#000000' : '#ffffff' } },
      stack({ key: this.#tab, resourceId: id('layout_container_main'), weight: 1 }, this.#page()),
      this.#tabBar(),
    );
  }

  override back(): boolean {
    if (this.#tab === 'search' && this.#hasSearched) {
      this.#hasSearched = false;
      return true;
    }
    if (this.#tab === 'feed') return false;
    this.#tab = 'feed';
    return true;
  }

  select(tab: MainTab): void {
    if (tab === this.#tab) {
      this.#feedScroll.toTop();
      this.#profileScroll.toTop();
    }
    this.#tab = tab;
    if (tab === 'feed' || tab === 'profile') this.app.reach(tab === 'feed' ? 'home' : tab);
  }

  #page(): View {
    if (this.#tab === 'feed') {
      return homeFeed({
        app: this.app,
        scroll: this.#feedScroll,
        openStoryPicker: () => PickerScreen.open(this.app, 'story'),
        openStoryViewer: () => this.#openOwnStories(),
      });
    }
    if (this.#tab === 'profile') return this.#profile();
    if (this.#tab === 'clips') return this.#clips();
    if (this.#tab === 'search') return this.#searchPage();
    return column(
      { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0], align: 'center' },
      text(this.texts.message, { padding: 36, look: { size: 46, bold: true, color: INK } }),
      stack({ weight: 1 }, text(this.texts.emptyInbox, { gravity: 'center', look: { size: 40, color: GREY } })),
    );
  }

  #openOwnStories(): void {
    const { current } = this.app.accounts;
    if (current !== null) this.app.show(new StoryViewer(this.app, current), 'story');
  }

  #searchPage(): View {
    return searchPage({
      app: this.app,
      field: this.#query,
      scroll: this.#resultScroll,
      hasSearched: this.#hasSearched,
      tab: this.#resultTab,
      tracks: this.#tracks.found,
      onTab: (tab) => {
        this.#resultTab = tab;
        if (tab === AUDIO_TAB) this.#tracks.load(() => findTracks(this.#query.text));
      },
      onTrack: (track) => this.app.push(new AudioPage(this.app, track)),
    });
  }

  /** The keyboard's search key; what is typed alone finds nothing. */
  #search(): void {
    this.#hasSearched = this.#query.text.trim() !== '';
    this.#resultTab = 0;
    this.#resultScroll.toTop();
    this.app.context.windows.hideKeyboard();
  }

  #clips(): View {
    return stack(
      { resourceId: id('clips_viewer_view_pager'), height: 'fill', onSwipe: () => {} },
      image({
        className: 'android.view.TextureView',
        width: 'fill',
        height: 'fill',
        look: { picture: 'clips of others' },
      }),
      text(this.texts.reels, { offset: [40, STATUS_BAR_UNITS + 30], look: { size: 54, bold: true, color: '#ffffff' } }),
      uploadSnackbar(this.app),
    );
  }

  #profile(): View {
    const account = this.app.accounts.current;
    if (account === null) return stack({ height: 'fill' });
    return profilePage({
      app: this.app,
      account,
      scroll: this.#profileScroll,
      // Older builds have the sheet behind a long press on the tab alone.
      openSheet: () => {
        if (!this.app.isOlderBuild) this.#openAccounts();
      },
      openCreate: () => this.app.push(new CreateSheet(this.app)),
      openPost: (post) => this.app.push(new DetailScreen(this.app, account, post)),
    });
  }

  #openAccounts(): void {
    this.app.after(SHEET_DELAY_MS, () => {
      if (this.app.top === this) this.app.show(new AccountSheet(this.app), 'accounts');
    });
  }

  #tabBar(): View {
    const { home, reels, message, search, profile } = this.texts;
    return row(
      {
        key: 'tabs',
        resourceId: id('tab_bar'),
        height: 140,
        look: { background: this.isDark ? '#000000' : '#ffffff', border: LINE },
      },
      this.#tabButton('feed', 'home', home),
      this.#tabButton('clips', 'reel', reels),
      this.#tabButton('direct', 'send', message),
      this.#tabButton('search', 'search', search),
      this.#tabButton('profile', null, profile),
    );
  }

  #tabButton(tab: MainTab, icon: string | null, description: string): View {
    const color = this.isDark ? '#ffffff' : INK;
    const handle = this.app.accounts.current?.handle ?? '';
    return stack(
      {
        key: tab,
        resourceId: id(`${tab}_tab`),
        weight: 1,
        height: 'fill',
        clickable: true,
        longClickable: true,
        selected: this.#tab === tab,
        description,
        onTap: () => this.select(tab),
        onLongTap: tab === 'profile' ? () => this.#openAccounts() : undefined,
      },
      icon === null
        ? image({ resourceId: id('tab_avatar'), gravity: 'center', width: 70, height: 70, look: { avatar: handle } })
        : image({ resourceId: id('tab_icon'), gravity: 'center', width: 70, height: 70, look: { icon, color } }),
    );
  }
}
