import { ScrollState } from '../../ui/scroll.ts';
import { column, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import { AccountSheet } from './account-sheet.ts';
import { CameraScreen } from './camera.ts';
import { DetailScreen } from './detail.ts';
import { DraftsScreen } from './drafts.ts';
import { EditNameScreen } from './edit-name.ts';
import { feedItem } from './feed.ts';
import { homeFeed } from './home.ts';
import { profilePage } from './profile.ts';
import { SettingsScreen } from './settings.ts';
import type { TikTok } from './tiktok.ts';
import { GREY, INK, TIKTOK_ACTIVITY, TikTokScreen } from './tiktok-screen.ts';
import { uploadBadge } from './upload-badge.ts';

export type MainTab = 'home' | 'friends' | 'inbox' | 'profile';

/** The activity with the bottom bar: feed, friends, inbox, profile. */
export class MainScreen extends TikTokScreen {
  readonly className = TIKTOK_ACTIVITY.main;
  #tab: MainTab;
  #feedPosition: number;
  readonly #profileScroll = new ScrollState();

  constructor(app: TikTok, tab: MainTab) {
    super(app);
    this.#tab = tab;
    this.#feedPosition = app.machine.random.integer(0, 5);
  }

  /** A video plays in the feed all the time; an upload moves its percentage on every tab. */
  override get neverIdle(): boolean {
    return this.#tab === 'home' || this.app.upload?.state === 'uploading';
  }

  override get isDark(): boolean {
    return this.#tab === 'home';
  }

  view(): View {
    return column(
      { look: { background: this.isDark ? '#000000' : '#ffffff' } },
      stack({ key: this.#tab, resourceId: this.id(`${this.#tab}_fragment`), weight: 1 }, this.#page(), this.#badge()),
      this.#bottomBar(),
    );
  }

  /** From another tab BACK goes to the feed first, as in the app. */
  override back(): boolean {
    if (this.#tab === 'home') return false;
    this.#tab = 'home';
    return true;
  }

  select(tab: MainTab): void {
    this.#tab = tab;
    if (tab === 'home' || tab === 'profile') this.app.reach(tab);
  }

  #page(): View {
    if (this.#tab === 'home') {
      return homeFeed({
        app: this.app,
        item: feedItem(this.#feedPosition, this.app.language),
        onNext: (direction) => {
          this.#feedPosition = Math.max(0, this.#feedPosition + direction);
        },
      });
    }
    if (this.#tab === 'profile') return this.#profile();
    const words = this.#tab === 'inbox' ? this.texts.emptyInbox : this.texts.emptyFriends;
    const title = this.#tab === 'inbox' ? this.texts.inbox : this.texts.friends;
    return column(
      { height: 'fill', padding: [STATUS_BAR_UNITS, 0, 0, 0], align: 'center' },
      text(title, { padding: 36, look: { size: 46, bold: true, color: INK } }),
      stack({ weight: 1 }, text(words, { gravity: 'center', look: { size: 40, color: GREY } })),
    );
  }

  #profile(): View {
    const account = this.app.accounts.current;
    if (account === null) return stack({ height: 'fill' });
    return profilePage({
      app: this.app,
      account,
      scroll: this.#profileScroll,
      openSheet: () => this.app.show(new AccountSheet(this.app), 'accounts'),
      openPost: (post) => this.app.push(new DetailScreen(this.app, account, post)),
      openDrafts: () => this.app.push(new DraftsScreen(this.app, account)),
      openSettings: () => this.app.push(new SettingsScreen(this.app)),
      editName: () => this.app.push(new EditNameScreen(this.app, account)),
    });
  }

  #badge(): View | null {
    return uploadBadge(this.app, this.#tab);
  }

  #bottomBar(): View {
    const { home, friends, create, inbox, profile } = this.texts;
    const color = this.isDark ? '#ffffff' : INK;
    const tab = (name: MainTab, icon: string, label: string): View =>
      stack(
        {
          key: name,
          weight: 1,
          height: 'fill',
          clickable: true,
          selected: this.#tab === name,
          description: label,
          onTap: () => this.select(name),
        },
        column(
          { gravity: 'center', align: 'center', gap: 4 },
          image({ width: 64, height: 64, look: { icon, color: this.#tab === name ? color : GREY } }),
          text(label, { look: { size: 27, bold: this.#tab === name, color: this.#tab === name ? color : GREY } }),
        ),
      );
    return row(
      {
        key: 'bar',
        resourceId: this.id('bottom_bar'),
        height: 150,
        look: { background: this.isDark ? '#000000' : '#ffffff' },
      },
      tab('home', 'home', home),
      tab('friends', 'people', friends),
      stack(
        {
          key: 'create',
          className: 'android.widget.Button',
          weight: 1,
          height: 'fill',
          clickable: true,
          description: create,
          onTap: () => CameraScreen.open(this.app),
        },
        image({ gravity: 'center', width: 130, height: 84, look: { icon: 'create', color } }),
      ),
      tab('inbox', 'inbox', inbox),
      tab('profile', 'person', profile),
    );
  }
}
