import { ScrollState } from '../../ui/scroll.ts';
import { column, iconButton, image, list, row, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Account, AppPost } from '../accounts.ts';
import { age } from '../age.ts';
import type { Instagram } from './instagram.ts';
import { GREY, INK, INSTAGRAM_ACTIVITY, InstagramScreen, id } from './instagram-screen.ts';

/** A post of one's own, opened from the grid: a reel full screen, a photo post in a list. */
export class DetailScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.modal;
  readonly #account: Account;
  readonly #post: AppPost;
  readonly #scroll = new ScrollState();

  constructor(app: Instagram, account: Account, post: AppPost) {
    super(app);
    this.#account = account;
    this.#post = post;
  }

  override get neverIdle(): boolean {
    return this.#post.kind === 'reel';
  }

  override get isDark(): boolean {
    return this.#post.kind === 'reel';
  }

  view(): View {
    return this.#post.kind === 'reel' ? this.#reel() : this.#photo();
  }

  get #age(): string {
    const { amount, unit } = age(this.#post.publishedAt, this.app.machine.time.now());
    return this.texts.ago(amount, unit);
  }

  #reel(): View {
    const { handle } = this.#account;
    return stack(
      { resourceId: id('clips_viewer_view_pager'), look: { background: '#000000' } },
      image({
        className: 'android.view.TextureView',
        width: 'fill',
        height: 'fill',
        look: { picture: this.#post.media[0]?.sha256 ?? '' },
      }),
      row(
        { height: 140, offset: [0, STATUS_BAR_UNITS], padding: [0, 10] },
        iconButton('back', () => this.leave(), {
          resourceId: id('action_bar_button_back'),
          description: this.texts.back,
          look: { color: '#ffffff' },
        }),
        text(this.texts.reels, { look: { size: 46, bold: true, color: '#ffffff' } }),
      ),
      column(
        { width: 880, gravity: 'bottom-left', padding: 40, gap: 18 },
        row(
          { gap: 20 },
          image({ width: 84, height: 84, look: { avatar: handle } }),
          text(handle, {
            resourceId: id('clips_author_username'),
            clickable: true,
            look: { size: 40, bold: true, color: '#ffffff' },
            onTap: () => {},
          }),
        ),
        this.#post.caption !== '' &&
          text(this.#post.caption, {
            resourceId: id('clips_caption_component'),
            width: 'fill',
            look: { size: 38, color: '#ffffff' },
          }),
        text(this.#age, { resourceId: id('clips_timestamp'), look: { size: 32, color: '#dddddd' } }),
      ),
    );
  }

  #photo(): View {
    const { handle } = this.#account;
    const { media, caption } = this.#post;
    return column(
      { padding: [STATUS_BAR_UNITS, 0, 0, 0], look: { background: '#ffffff' } },
      this.actionBar(this.texts.postsTitle),
      list(
        this.#scroll,
        { resourceId: 'android:id/list', weight: 1 },
        row(
          { resourceId: id('row_feed_profile_header'), height: 130, padding: [0, 30], gap: 20 },
          image({ width: 84, height: 84, look: { avatar: handle } }),
          text(handle, { resourceId: id('row_feed_photo_profile_name'), look: { size: 38, bold: true, color: INK } }),
        ),
        stack(
          { height: 1080 },
          image({
            resourceId: id('row_feed_photo_imageview'),
            width: 'fill',
            height: 'fill',
            look: { picture: media[0]?.sha256 ?? '' },
          }),
          media.length > 1 &&
            text(`1/${media.length}`, {
              resourceId: id('carousel_index_indicator_text_view'),
              gravity: 'top-right',
              offset: [-30, 30],
              padding: [12, 22],
              look: { size: 32, color: '#ffffff', background: '#00000099', radius: 34 },
            }),
        ),
        text(this.texts.likes(handle), { padding: [20, 40], look: { size: 36, color: INK } }),
        caption !== '' &&
          text(`${handle} ${caption}`, {
            resourceId: id('row_feed_comment_textview_layout'),
            width: 'fill',
            padding: [0, 40],
            look: { size: 38, color: INK },
          }),
        text(this.#age, { padding: [14, 40], look: { size: 32, color: GREY } }),
      ),
    );
  }
}
