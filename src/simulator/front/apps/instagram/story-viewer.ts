import { column, iconButton, image, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account, AppPost } from '../accounts.ts';
import { age } from '../age.ts';
import type { Instagram } from './instagram.ts';
import { INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';

/** One's own stories, oldest first, from the first that was not seen yet. Taps at the sides turn the pages. */
export class StoryViewer extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.modal;
  readonly #account: Account;
  readonly #stories: readonly AppPost[];
  #at: number;

  constructor(app: Instagram, account: Account) {
    super(app);
    this.#account = account;
    this.#stories = account.stories.toReversed();
    this.#at = Math.max(
      0,
      this.#stories.findIndex((story) => !account.seenStories.has(story)),
    );
    this.#markSeen();
  }

  override get neverIdle(): boolean {
    return true;
  }

  override get isDark(): boolean {
    return true;
  }

  view(): View {
    const story = this.#stories[this.#at];
    return stack(
      { resourceId: id('reel_viewer_root'), look: { background: '#000000' } },
      image({
        resourceId: id('reel_viewer_media_container'),
        width: 'fill',
        height: 'fill',
        look: { picture: story?.media[0]?.sha256 ?? '' },
      }),
      row(
        { height: 'fill' },
        stack({ weight: 1, height: 'fill', clickable: true, onTap: () => this.#turn(-1) }),
        stack({ weight: 2, height: 'fill', clickable: true, onTap: () => this.#turn(1) }),
      ),
      this.#header(story),
      row(
        { gravity: 'bottom', height: 200, padding: [0, 40], resourceId: id('toolbar_container') },
        column(
          { width: 220, align: 'center', clickable: true, onTap: () => {} },
          image({ width: 60, height: 60, look: { icon: 'people', color: '#ffffff' } }),
          text(this.texts.storyActivity, { look: { size: 30, color: '#ffffff' } }),
        ),
        stack({ weight: 1 }),
        iconButton('dots', () => {}, { description: this.texts.storyMore, look: { color: '#ffffff' } }),
      ),
    );
  }

  #header(story: AppPost | undefined): View {
    return row(
      {
        resourceId: id('reel_viewer_header'),
        height: 140,
        offset: [0, STATUS_BAR_UNITS + 30],
        padding: [0, 40],
        gap: 24,
      },
      image({ width: 84, height: 84, look: { avatar: this.#account.handle } }),
      text(this.texts.storyViewer, {
        resourceId: id('reel_viewer_title'),
        look: { size: 40, bold: true, color: '#ffffff' },
      }),
      text(this.#age(story), { resourceId: id('reel_viewer_timestamp'), look: { size: 36, color: '#dddddd' } }),
    );
  }

  #age(story: AppPost | undefined): string {
    if (story === undefined) return '';
    const { amount, unit } = age(story.publishedAt, this.app.machine.time.now());
    return `${amount}${unit}`;
  }

  #turn(by: 1 | -1): void {
    const next = this.#at + by;
    if (next >= this.#stories.length) this.app.close(this);
    else this.#at = Math.max(0, next);
    this.#markSeen();
  }

  #markSeen(): void {
    const story = this.#stories[this.#at];
    if (story !== undefined) this.#account.seenStories.add(story);
  }
}
